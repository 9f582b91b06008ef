// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

/// The program that the kubelet asks for containers, named as people write it.
public enum ContainerRuntime {
  containerd,
  crio
}
