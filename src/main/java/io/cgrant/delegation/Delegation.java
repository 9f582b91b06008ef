// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.delegation;

/// Whether the user of a container may write to the cgroup that is mounted writable. `rw` is not
/// enough: the directory must be the user's.
///
/// runc hands it to the container's first user, and only under the systemd driver (`OwnerUID` of
/// its systemd manager); crun hands it to the root of a user namespace, under both. Measured on
/// containerd 2.1.9 with runc 1.3.6 and crun 1.28; docs/reference/doctor.md has the table.
public final class Delegation {

  private Delegation() {}

  /// The same, on somebody's word.
  ///
  /// @param user of the container, inside it
  public static boolean works(
      Mounter mounter, OciRuntime runtime, CgroupDriver driver, Namespace namespace, User user) {
    return mounter.isFor(user) && works(runtime, driver, namespace, user);
  }

  /// @param user of the container, inside it
  public static boolean works(
      OciRuntime runtime, CgroupDriver driver, Namespace namespace, User user) {
    return switch (runtime) {
      case runc ->
          driver == CgroupDriver.systemd || (namespace == Namespace.OfTheNode && user == User.Root);
      case crun -> user == User.Root;
    };
  }

  /// In which user namespace it runs.
  public enum Namespace {
    OfTheNode,
    Own
  }

  /// Who it runs as.
  public enum User {
    Root,
    Other
  }
}
