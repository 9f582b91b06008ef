// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import java.util.EnumSet;
import java.util.Set;

/// The program that makes containers, below containerd or CRI-O.
public enum OciRuntime {
  runc,
  crun;

  /// Those that a handler may stand for: by its name, as `crun-cgroup-writable`, else both.
  static Set<OciRuntime> behind(String handler) {
    for (OciRuntime runtime : values()) {
      if (handler.equals(runtime.name()) || handler.startsWith(runtime.name() + "-")) {
        return EnumSet.of(runtime);
      }
    }
    return EnumSet.allOf(OciRuntime.class);
  }
}
