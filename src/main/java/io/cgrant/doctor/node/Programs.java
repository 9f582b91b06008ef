// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import io.cgrant.doctor.NodeFacts.Program;
import io.cgrant.doctor.NodeFacts.Program.Presence;
import java.util.List;

/// Looks for programs of the node, and runs none.
final class Programs {

  /// Of a service of systemd, and of most others.
  private static final List<String> PATH =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

  private Programs() {}

  static Program find(Rootfs root, String name) {
    boolean isThere =
        name.startsWith("/")
            ? root.isThere(name)
            : PATH.stream().anyMatch(folder -> root.isThere(folder + "/" + name));
    return new Program(name, isThere ? Presence.There : Presence.Absent);
  }
}
