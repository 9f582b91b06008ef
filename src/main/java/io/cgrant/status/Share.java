// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// What one replica has to say to the one that leads: how often it refused lately, and which
/// exceptions it used. Always the whole and never a difference, so to write it twice does no harm.
///
/// @param at when it was written, in seconds since 1970
/// @param refused by policy, and by the part of an hour
/// @param used by policy and exception, as `ray/old-farm`: the day of the last use
record Share(long at, Map<String, Map<Long, Integer>> refused, Map<String, String> used) {

  /// What is counted is forgotten in parts of an hour, and each is a number more in what is stored.
  private static final long PART = Duration.ofMinutes(10).toSeconds();

  private static final int PARTS = 6;

  /// Of an older one nothing counts any more.
  private static final Duration LASTING = Duration.ofHours(2);

  Share {
    refused = Map.copyOf(refused);
    used = Map.copyOf(used);
  }

  static long part(Instant now) {
    return now.getEpochSecond() / PART;
  }

  /// Whether what was counted in this part is of the last hour.
  static boolean isRecent(long part, Instant now) {
    return part > part(now) - PARTS && part <= part(now);
  }

  boolean isOver(Instant now) {
    return at < now.minus(LASTING).getEpochSecond();
  }

  /// Adds what it counted in the last hour to these sums.
  void addTo(Map<String, Integer> sums, Instant now) {
    refused.forEach((policy, parts) -> sums.merge(policy, recent(parts, now), Share::sum));
  }

  private static int recent(Map<Long, Integer> parts, Instant now) {
    int sum = 0;
    for (var part : new TreeMap<>(parts).entrySet()) {
      sum = isRecent(part.getKey(), now) ? sum(sum, part.getValue()) : sum;
    }
    return sum;
  }

  /// An `int32` holds no more.
  static int sum(int a, int b) {
    return (int) Math.min(Integer.MAX_VALUE, (long) a + b);
  }
}
