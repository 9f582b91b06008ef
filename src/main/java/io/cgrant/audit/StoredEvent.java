// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import java.time.Duration;
import java.time.Instant;

/// What the API server has of a series.
///
/// @param version of the Event
/// @param count how often it happened, whoever told of it
/// @param added how much of the count this process has added by and by
record StoredEvent(String name, String version, int count, Instant lastSeen, int added) {

  /// After this long without a repetition, the next one is news, for most.
  static final Duration ENDS_AFTER = Duration.ofMinutes(6);

  /// Nor does a series go on that somebody says is of days to come.
  ///
  /// @param after how long after the last time
  boolean hasEnded(Duration after, Instant now) {
    return Duration.between(lastSeen, now).abs().compareTo(after) > 0;
  }

  StoredEvent withAdded(int other) {
    return new StoredEvent(name, version, count, lastSeen, other);
  }
}
