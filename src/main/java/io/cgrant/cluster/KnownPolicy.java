// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.reading.PolicyReading;
import java.time.Instant;
import java.util.Optional;

/// A policy object as it is stored, and what became of it.
///
/// @param uid empty where there is none
/// @param generation 0 where there is none
/// @param status its `status` as stored now; a missing node where there is none
/// @param statusWritten when somebody last changed it, by the API server's clock, to the second
public record KnownPolicy(
    String name,
    String uid,
    long generation,
    PolicyReading reading,
    JsonNode status,
    Optional<Instant> statusWritten) {

  /// Of whose status nobody knows when it was written.
  public KnownPolicy(
      String name, String uid, long generation, PolicyReading reading, JsonNode status) {
    this(name, uid, generation, reading, status, Optional.empty());
  }

  /// Whether it is the same writing: then it reads the same, whatever its status says.
  boolean isSameWriting(String otherUid, long otherGeneration) {
    return generation > 0 && generation == otherGeneration && uid.equals(otherUid);
  }
}
