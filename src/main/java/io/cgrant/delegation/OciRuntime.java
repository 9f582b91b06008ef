// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.delegation;

import java.util.EnumSet;
import java.util.Set;

/// The program that makes containers, below containerd or CRI-O.
///
/// Source of the versions: runc 1.1 hands the cgroup over (its pull request 3057), crun 0.20 does
/// (its pull request 659); mounts with mapped ids came with runc 1.2 and crun 1.9.
public enum OciRuntime {
  runc(Release.of(1, 1), Release.of(1, 2)),
  crun(Release.of(0, 20), Release.of(1, 9));

  private final Release first;
  private final Release firstWithUserNamespaces;

  OciRuntime(Release first, Release firstWithUserNamespaces) {
    this.first = first;
    this.firstWithUserNamespaces = firstWithUserNamespaces;
  }

  /// Those that a handler may stand for: by its name, as `crun-cgroup-writable`, else both.
  public static Set<OciRuntime> behind(String handler) {
    for (OciRuntime runtime : values()) {
      if (handler.equals(runtime.name()) || handler.startsWith(runtime.name() + "-")) {
        return EnumSet.of(runtime);
      }
    }
    return EnumSet.allOf(OciRuntime.class);
  }

  /// The first that can give a pod a user namespace.
  public Release firstWithUserNamespaces() {
    return firstWithUserNamespaces;
  }

  /// As one says it: `runc 1.1, and 1.2 for hostUsers: false`.
  public String needed() {
    return name() + " " + first + ", and " + firstWithUserNamespaces + " for hostUsers: false";
  }
}
