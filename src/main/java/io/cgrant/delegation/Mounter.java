// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.delegation;

import io.cgrant.delegation.Delegation.User;
import java.util.EnumSet;
import java.util.Set;

/// On whose word a cgroup is mounted writable. The mount is the same for all; whose the directory
/// is, the program decides that makes the container.
public enum Mounter {
  /// A handler of the container runtime.
  Handler,
  /// CRI-O, for an annotation or for a first word that it takes for systemd. Source: CRI-O
  /// `server/container_create.go`, `setupSystemdMounts`.
  Crio,
  /// GKE, for an annotation: runc. Its page (Writable cgroups) speaks of root's processes, and
  /// KubeRay's sample for it runs as another user; which is so was not tried.
  Gke,
  /// The NRI plugin `writable-cgroups`, which changes the mount before the program sees it. Source:
  /// containerd/nri, pull request 269.
  Nri,
  /// The container runtime, for the field of KEP-5474.
  Field;

  /// The programs that may make its containers.
  ///
  /// @param handler of the pod's RuntimeClass; empty where it has none
  public Set<OciRuntime> runtimes(String handler) {
    return switch (this) {
      case Gke -> EnumSet.of(OciRuntime.runc);
      case Handler, Crio, Nri, Field -> OciRuntime.behind(handler);
    };
  }

  /// Whether it is said to be meant for such a user at all.
  public boolean isFor(User user) {
    return switch (this) {
      case Gke -> user == User.Root;
      case Handler, Crio, Nri, Field -> true;
    };
  }
}
