// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// What a real containerd makes of our node files, and what CRI-O: writable, bounded, and nobody's
/// way out. In namespaces of this machine, and on a virtual one with a kernel and a kubelet of its
/// own.
package io.cgrant.e2e.node;
