// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// What a node needs to give a writable cgroup: the files of containerd and of CRI-O, and the
/// RuntimeClass that names them. Text from an order, or the reasons why there is none.
///
/// No I/O, no clock, no logging.
package io.cgrant.nodefiles;
