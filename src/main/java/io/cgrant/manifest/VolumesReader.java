// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.HostPathVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `spec.volumes`: of all kinds of volume, the gate looks at `hostPath`.
final class VolumesReader {

  private VolumesReader() {}

  static List<HostPathVolume> read(JsonCursor cursor) {
    if (!cursor.enterArray()) {
      return List.of();
    }
    var found = new ArrayList<HostPathVolume>(0);
    for (int index = 0; cursor.nextElement(); index++) {
      volume(cursor, index).ifPresent(found::add);
    }
    return found;
  }

  private static Optional<HostPathVolume> volume(JsonCursor cursor, int index) {
    String name = "";
    Optional<String> hostPath = Optional.empty();
    if (cursor.enterObject()) {
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        switch (key) {
          case "name" -> name = cursor.textOrEmpty();
          case "hostPath" -> hostPath = path(cursor);
          default -> cursor.skip();
        }
      }
    }
    String volumeName = name;
    return hostPath.map(path -> new HostPathVolume(index, volumeName, path));
  }

  /// A `hostPath` without a path is kept as an empty one: it is still a hostPath.
  private static Optional<String> path(JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return Optional.empty();
    }
    String path = "";
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      if (key.equals("path")) {
        path = cursor.textOrEmpty();
      } else {
        cursor.skip();
      }
    }
    return Optional.of(path);
  }
}
