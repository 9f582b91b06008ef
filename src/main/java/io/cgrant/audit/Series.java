// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import java.time.Duration;
import java.time.Instant;

/// One happening and how often it has come again to this process.
final class Series {

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private StoredEvent stored;

  /// In the words of [StoredEvent#added], what is not written yet too.
  private int added;

  private Instant lastSeen;
  private Instant lastWritten;
  private Duration wait;

  /// @param firstWait until its count is written for the first time
  Series(StoredEvent stored, Duration firstWait, Instant now) {
    this.stored = stored;
    this.wait = firstWait;
    this.added = stored.added();
    this.lastSeen = now;
    this.lastWritten = now;
  }

  /// As far as anybody here knows.
  StoredEvent stored() {
    return stored;
  }

  int added() {
    return added;
  }

  /// How often it happened, as far as anybody here knows.
  int count() {
    return (int) Math.min(Integer.MAX_VALUE, (long) stored.count() + unsaid());
  }

  Instant lastSeen() {
    return lastSeen.isAfter(stored.lastSeen()) ? lastSeen : stored.lastSeen();
  }

  boolean hasEnded(Instant now) {
    return Duration.between(lastSeen, now).compareTo(StoredEvent.ENDS_AFTER) > 0;
  }

  void repeat(int times, Instant now) {
    added += times;
    lastSeen = now;
  }

  Instant lastWritten() {
    return lastWritten;
  }

  boolean hasNews() {
    return unsaid() > 0;
  }

  /// Repetitions that its Event does not count yet.
  int unsaid() {
    return added - stored.added();
  }

  /// This is stored now. What was added stays added, whatever somebody else has made of the Event.
  void saw(StoredEvent now) {
    int known = Math.clamp(now.added(), stored.added(), added);
    stored = now.withAdded(known);
  }

  /// Whether its count should be written now. Each write makes the next one wait twice as long.
  boolean isDue(Instant now) {
    return hasNews() && Duration.between(lastWritten, now).compareTo(wait) >= 0;
  }

  void written(Instant now) {
    lastWritten = now;
    Duration doubled = wait.multipliedBy(2);
    wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
  }
}
