// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.HostPathVolume;
import io.cgrant.pod.VolumeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `spec.volumes`: what each is, the path of a `hostPath` and the reference of an `image`.
record VolumesReader(List<HostPathVolume> hostPaths, List<VolumeView> volumes) {

  static final VolumesReader NONE = new VolumesReader(List.of(), List.of());

  static VolumesReader read(JsonCursor cursor) {
    if (!cursor.enterArray()) {
      return NONE;
    }
    var read = new VolumesReader(new ArrayList<>(0), new ArrayList<>(8));
    for (int index = 0; cursor.nextElement(); index++) {
      read.volume(cursor, index);
    }
    return read;
  }

  private void volume(JsonCursor cursor, int index) {
    if (!cursor.enterObject()) {
      return;
    }
    String name = "";
    Optional<String> hostPath = Optional.empty();
    String image = "";
    var types = new ArrayList<String>(1);
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      if (cursor.isNull()) {
        continue;
      }
      if (key.equals("name")) {
        name = cursor.textOrEmpty();
        continue;
      }
      types.add(key);
      switch (key) {
        case "hostPath" -> hostPath = Optional.of(text(cursor, "path"));
        case "image" -> image = text(cursor, "reference");
        default -> cursor.skip();
      }
    }
    for (String type : types) {
      volumes.add(new VolumeView(index, name, type, type.equals("image") ? image : ""));
    }
    if (hostPath.isPresent()) {
      hostPaths.add(new HostPathVolume(index, name, hostPath.get()));
    }
  }

  /// A `hostPath` without a path is kept as an empty one: it is still a hostPath.
  private static String text(JsonCursor cursor, String field) {
    String text = "";
    if (cursor.enterObject()) {
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        if (key.equals(field)) {
          text = cursor.textOrEmpty();
        } else {
          cursor.skip();
        }
      }
    }
    return text;
  }
}
