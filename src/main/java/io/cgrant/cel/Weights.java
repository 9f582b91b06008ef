// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.values.CelByteString;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How large values are when each part counts as often as it is reached. A list that holds another
/// ten times costs ten references to make; to compare it, to hash it or to write it into a message
/// is ten times the work, and seven such lists in one another are ten million.
///
/// For one evaluation.
final class Weights {

  /// Far beyond what an expression has use for. dev.cel writes values into its messages, and a text
  /// of so many parts is some megabytes.
  private static final int LARGEST = 250_000;

  private static final int CHARACTERS_PER_PART = 4;

  /// Lighter ones are counted again, which is cheaper than to look them up.
  private static final int KEPT_FROM = 32;

  /// Empty for most evaluations, which make nothing heavy.
  private Map<Object, Long> known = Map.of();

  /// @throws OutOfEffort where it is larger than any value may be
  long of(Object value) {
    return switch (value) {
      case String text -> 1 + text.length() / CHARACTERS_PER_PART;
      case Boolean holds -> 1;
      case Long number -> 1;
      case CelByteString bytes -> 1 + bytes.size() / CHARACTERS_PER_PART;
      case Map<?, ?> map -> kept(map);
      case List<?> list -> kept(list);
      case Optional<?> optional -> 1 + optional.map(this::of).orElse(0L);
      default -> 1;
    };
  }

  private long kept(Object value) {
    Long before = known.isEmpty() ? null : known.get(value);
    if (before != null) {
      return before;
    }
    long weight = value instanceof List<?> list ? ofEntries(list) : ofEntries((Map<?, ?>) value);
    if (weight >= KEPT_FROM) {
      known = known.isEmpty() ? new IdentityHashMap<>() : known;
      known.put(value, weight);
    }
    return weight;
  }

  private long ofEntries(List<?> list) {
    long weight = 1;
    for (Object entry : list) {
      weight = bounded(weight + of(entry));
    }
    return weight;
  }

  private long ofEntries(Map<?, ?> map) {
    long weight = 1;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      weight = bounded(weight + of(entry.getKey()) + of(entry.getValue()));
    }
    return weight;
  }

  /// @throws OutOfEffort where that is more than any value may weigh
  static long bounded(long weight) {
    if (weight > LARGEST) {
      throw OutOfEffort.IT;
    }
    return weight;
  }
}
