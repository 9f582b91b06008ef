// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.util.List;
import java.util.Optional;

/// Finds the pod in an object of any kind that holds one.
public final class WorkloadReader {

  private WorkloadReader() {}

  /// @return empty when the object is of a kind that holds no pod
  /// @throws Unreadable when it cannot be read without guessing
  public static Optional<Workload> read(byte[] json) {
    String apiVersion = "";
    String kind = "";
    try (var cursor = new JsonCursor(json)) {
      if (!cursor.enterObject()) {
        throw cursor.unreadable("expected an object, found null");
      }
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        switch (key) {
          case "apiVersion" -> apiVersion = cursor.textOrEmpty();
          case "kind" -> kind = cursor.textOrEmpty();
          default -> cursor.skip();
        }
      }
      cursor.end();
    }
    Optional<WorkloadKind> known = holder(apiVersion, kind);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    try (var cursor = new JsonCursor(json)) {
      HeldPod held = read(cursor, known.get());
      return Optional.of(
          new Workload(
              apiVersion,
              kind,
              held.holder().namespace(),
              held.holder().nameOrPrefix(),
              known.get().podPath(),
              held.pod(),
              WrittenPod.inFile(json, cursor.extents(), known.get())));
    }
  }

  /// Whether objects of this kind hold a pod, or a template of one.
  public static boolean holdsPod(String apiVersion, String kind) {
    return holder(apiVersion, kind).isPresent();
  }

  private static Optional<WorkloadKind> holder(String apiVersion, String kind) {
    return WorkloadKind.ofApiVersion(apiVersion, kind).filter(k -> k != WorkloadKind.Binding);
  }

  /// Whether objects of this kind hold a template, of which pods are made.
  public static boolean holdsTemplate(String apiVersion, String kind) {
    return WorkloadKind.ofApiVersion(apiVersion, kind).filter(WorkloadKind::isTemplate).isPresent();
  }

  static HeldPod read(JsonCursor cursor, WorkloadKind kind) {
    return read(cursor, kind.toPod());
  }

  private static HeldPod read(JsonCursor cursor, List<String> toPod) {
    if (toPod.isEmpty()) {
      return PodReader.read(cursor);
    }
    var holder = ObjectMeta.NONE;
    HeldPod held = PodReader.EMPTY;
    if (cursor.enterObject()) {
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        if (key.equals(toPod.getFirst())) {
          held = read(cursor, toPod.subList(1, toPod.size()));
        } else if (key.equals("metadata")) {
          holder = ObjectMeta.read(cursor);
        } else {
          cursor.skip();
        }
      }
    }
    return new HeldPod(holder, held.pod());
  }
}
