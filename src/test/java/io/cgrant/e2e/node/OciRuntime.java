// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import java.util.Locale;

/// What starts containers, and the handlers of the node that use it.
enum OciRuntime {
  Runc,
  Crun;

  /// As the node has it without our files.
  String plain() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Of our files.
  String writable() {
    return plain() + "-cgroup-writable";
  }

  /// Of our files with the two lines taken out that make them ours.
  String broken() {
    return plain() + "-broken";
  }

  /// Of our files without the base spec.
  String unbounded() {
    return plain() + "-unbounded";
  }
}
