// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Which nodes can do what a RuntimeClass promises, as far as the nodes say themselves.
package io.cgrant.node;
