// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.ContainerSecurity;
import io.cgrant.pod.ContainerView;
import io.cgrant.pod.Resources;
import java.util.ArrayList;
import java.util.List;

/// Reads one of a pod's three lists of containers.
final class ContainerReader {

  /// No node runs as many, and each can have a dozen things wrong with it.
  private static final int MOST = 1_000;

  private ContainerReader() {}

  static List<ContainerView> readAll(
      JsonCursor cursor, ContainerKind kind, ExpansionBudget budget) {
    if (!cursor.enterArray()) {
      return List.of();
    }
    var containers = new ArrayList<ContainerView>(4);
    for (int index = 0; cursor.nextElement(); index++) {
      if (index == MOST) {
        throw cursor.unreadable("more than " + MOST + " containers; a pod that asks has fewer");
      }
      containers.add(read(cursor, kind, index, budget));
    }
    return containers;
  }

  private static ContainerView read(
      JsonCursor cursor, ContainerKind listed, int index, ExpansionBudget budget) {
    if (!cursor.enterObject()) {
      throw cursor.unreadable("expected a container, found null");
    }
    ContainerKind kind = listed;
    String name = "";
    String image = "";
    var entrypoint = new EntrypointReader(cursor, budget);
    var reach = new ReachReader();
    var security = ContainerSecurity.NONE;
    var resources = Resources.NONE;
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "name" -> name = cursor.textOrEmpty();
        case "image" -> image = cursor.textOrEmpty();
        case "command", "args", "env", "envFrom" -> entrypoint.field(key);
        case "restartPolicy" -> kind = kind(listed, cursor.textOrEmpty());
        case "securityContext" -> security = SecurityReader.read(cursor, listed);
        case "resources" -> resources = ResourcesReader.read(cursor);
        default -> reach.field(key, cursor);
      }
    }
    return new ContainerView(
        kind, index, name, image, entrypoint.read(), security, resources, reach.read());
  }

  private static ContainerKind kind(ContainerKind listed, String restartPolicy) {
    boolean staysUp = listed == ContainerKind.INIT && restartPolicy.equals("Always");
    return staysUp ? ContainerKind.SIDECAR : listed;
  }
}
