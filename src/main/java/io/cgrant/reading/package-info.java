// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Reading a WritableCgroupPolicy: its spec becomes a policy that can decide, or every problem with
/// its path.
///
/// Reads the tree of one object, and does not care whether a cluster, a file or a review sent it.
/// Pods are read by `manifest`.
package io.cgrant.reading;
