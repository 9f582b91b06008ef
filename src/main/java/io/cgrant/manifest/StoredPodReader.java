// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.drift.StoredPod;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Reads a pod as the API server gives it back: what the gate reads of one, and since when which
/// one it is.
public final class StoredPodReader {

  private StoredPodReader() {}

  /// Of one with more labels or owners than are read of a pod, some of them.
  ///
  /// @param json one pod
  /// @throws Unreadable when it cannot be read without guessing
  public static StoredPod read(byte[] json) {
    try {
      return whole(json);
    } catch (Unreadable e) {
      return lean(json);
    }
  }

  /// With annotations just below what is read, any label is too many.
  private static StoredPod lean(byte[] json) {
    try {
      return whole(LeanPod.of(json, LeanPod.SOME_LABELS));
    } catch (Unreadable e) {
      return whole(LeanPod.of(json, LeanPod.NO_LABELS));
    }
  }

  private static StoredPod whole(byte[] json) {
    HeldPod held;
    Extents extents;
    try (var cursor = new JsonCursor(json)) {
      held = PodReader.read(cursor);
      cursor.end();
      extents = cursor.extents();
    }
    var identity = new Identity();
    try (var cursor = new JsonCursor(json)) {
      identity.read(cursor);
    }
    return new StoredPod(
        held.holder().namespace(),
        identity.uid,
        identity.created(),
        held.pod(),
        WrittenPod.inFile(json, extents, WorkloadKind.Pod));
  }

  /// What a request that creates a pod cannot say, and a review is therefore not searched for.
  private static final class Identity {
    private String uid = "";
    private String created = "";

    void read(JsonCursor cursor) {
      if (!cursor.enterObject()) {
        return;
      }
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        if (key.equals("metadata") && cursor.enterObject()) {
          metadata(cursor);
          return;
        }
        cursor.skip();
      }
    }

    private void metadata(JsonCursor cursor) {
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        switch (key) {
          case "uid" -> uid = cursor.textOrEmpty();
          case "creationTimestamp" -> created = cursor.textOrEmpty();
          default -> cursor.skip();
        }
      }
    }

    Optional<Instant> created() {
      try {
        return created.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(created));
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }
  }
}
