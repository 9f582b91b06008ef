// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import java.time.Duration;
import java.time.Instant;

/// One happening and how often it has come again.
final class Series {

  /// After this long without a repetition, the next one is news.
  static final Duration ENDS_AFTER = Duration.ofMinutes(6);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final String eventName;
  private int count = 1;
  private int writtenCount = 1;
  private Instant lastSeen;
  private Instant lastWritten;
  private Duration wait = FIRST_WAIT;

  Series(String eventName, Instant now) {
    this.eventName = eventName;
    this.lastSeen = now;
    this.lastWritten = now;
  }

  String eventName() {
    return eventName;
  }

  int count() {
    return count;
  }

  Instant lastSeen() {
    return lastSeen;
  }

  boolean hasEnded(Instant now) {
    return Duration.between(lastSeen, now).compareTo(ENDS_AFTER) > 0;
  }

  void repeat(int times, Instant now) {
    count += times;
    lastSeen = now;
  }

  boolean hasNews() {
    return unsaid() > 0;
  }

  /// Repetitions that its Event does not count yet.
  int unsaid() {
    return count - writtenCount;
  }

  /// Whether its count should be written now. Each write makes the next one wait twice as long.
  boolean isDue(Instant now) {
    return hasNews() && Duration.between(lastWritten, now).compareTo(wait) >= 0;
  }

  void written(Instant now) {
    writtenCount = count;
    lastWritten = now;
    Duration doubled = wait.multipliedBy(2);
    wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
  }
}
