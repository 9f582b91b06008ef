// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

/// The four ways a container can be part of a pod. All of them share the sandbox, and so its
/// runtime handler: a check that looks at one kind looks at all.
public enum ContainerKind {
  INIT("initContainers"),
  /// An init container with `restartPolicy: Always` (KEP-753): it runs beside the main ones.
  SIDECAR("initContainers"),
  MAIN("containers"),
  EPHEMERAL("ephemeralContainers");

  private final String field;

  ContainerKind(String field) {
    this.field = field;
  }

  /// The list of `spec` this kind is written in.
  public String field() {
    return field;
  }
}
