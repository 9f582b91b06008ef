// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import java.util.List;

/// What is between a container and the kernel.
///
/// @param added capabilities, beside the default ones
/// @param dropped of them; `ALL`
public record Confinement(
    List<String> added,
    List<String> dropped,
    Privileges privileges,
    Seccomp seccomp,
    Proc proc,
    Root root) {

  /// Whether its programs can get more than their parents had.
  public enum Privileges {
    Fixed,
    MayGrow,
    /// All that root of the node has: what a kubelet does for `privileged: true`.
    All
  }

  /// The filter of system calls.
  public enum Seccomp {
    RuntimeDefault,
    Unconfined
  }

  /// `/proc`, and some of `/sys`.
  public enum Proc {
    Masked,
    Unmasked
  }

  /// Its own file system.
  public enum Root {
    Writable,
    ReadOnly
  }

  static final Confinement USUAL =
      new Confinement(
          List.of(),
          List.of(),
          Privileges.Fixed,
          Seccomp.RuntimeDefault,
          Proc.Masked,
          Root.Writable);

  /// Nothing is between them. For what must be seen to work before its refusal means anything.
  static final Confinement NONE =
      new Confinement(
          List.of(), List.of(), Privileges.All, Seccomp.Unconfined, Proc.Masked, Root.Writable);

  /// All that the policy of `docs/how-to/docker-in-docker` lets through: the widest of the recipes.
  static final Confinement DOCKER =
      new Confinement(
          List.of("NET_ADMIN", "SYS_ADMIN", "SYS_PTRACE"),
          List.of(),
          Privileges.MayGrow,
          Seccomp.Unconfined,
          Proc.Unmasked,
          Root.Writable);

  boolean isPrivileged() {
    return privileges == Privileges.All;
  }
}
