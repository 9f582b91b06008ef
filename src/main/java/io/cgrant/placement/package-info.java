// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Which nodes can run the pods of a RuntimeClass, counted from what nodes say of themselves.
package io.cgrant.placement;
