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
    return new Program(
        name, name.startsWith("/") ? root.presence(name) : onThePath(root, "/" + name));
  }

  private static Presence onThePath(Rootfs root, String name) {
    Presence found = Presence.Absent;
    for (String folder : PATH) {
      Presence here = root.presence(folder + name);
      if (here == Presence.There) {
        return here;
      }
      found = here == Presence.Unseen ? here : found;
    }
    return found;
  }
}
