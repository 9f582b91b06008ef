// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// How often a policy was used. What is not known stays as it is stored.
///
/// @param granted pods that hold a grant now
/// @param refused in the last hour
record Figures(OptionalInt granted, OptionalInt refused) {

  private static final String GRANTED = "granted";
  private static final String REFUSED = "refusedLastHour";

  static final Figures UNKNOWN = new Figures(OptionalInt.empty(), OptionalInt.empty());

  static Figures stored(JsonNode status) {
    return new Figures(number(status.path(GRANTED)), number(status.path(REFUSED)));
  }

  /// @param granted by policy; empty while nobody has counted
  /// @param heard empty while nobody has told
  static Figures of(String policy, Optional<Map<String, Integer>> granted, Optional<Heard> heard) {
    return new Figures(count(policy, granted), count(policy, heard.map(Heard::refused)));
  }

  Figures or(Figures other) {
    return new Figures(
        granted.isPresent() ? granted : other.granted,
        refused.isPresent() ? refused : other.refused);
  }

  void writeTo(ObjectNode status) {
    granted.ifPresent(count -> status.put(GRANTED, count));
    refused.ifPresent(count -> status.put(REFUSED, count));
  }

  private static OptionalInt count(String policy, Optional<Map<String, Integer>> counts) {
    return counts
        .map(known -> OptionalInt.of(known.getOrDefault(policy, 0)))
        .orElse(OptionalInt.empty());
  }

  private static OptionalInt number(JsonNode stored) {
    return stored.canConvertToInt() ? OptionalInt.of(stored.asInt()) : OptionalInt.empty();
  }
}
