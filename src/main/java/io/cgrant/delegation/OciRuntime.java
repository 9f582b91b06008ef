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
  runc("1.1", "1.2"),
  crun("0.20", "1.9");

  private final String first;
  private final String firstWithUserNamespaces;

  OciRuntime(String first, String firstWithUserNamespaces) {
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

  /// As one says it: `runc 1.1, and 1.2 for hostUsers: false`.
  public String needed() {
    return name() + " " + first + ", and " + firstWithUserNamespaces + " for hostUsers: false";
  }
}
