// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Nodes are counted by what they say of themselves.
package io.cgrant.node;
