// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import java.time.Duration;
import java.time.Instant;

/// How soon the same thing is written again when somebody else keeps undoing it: at once, after a
/// second, two, four, and at most half a minute. Two writers without a pace would keep the API
/// server busy.
final class Pace {

  static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration FORGOTTEN = Duration.ofMinutes(2);
  private static final int MOST_DOUBLINGS = 5;

  private Instant last = Instant.MIN;
  private int repeated;

  /// When it may be written next.
  Instant next(Instant now) {
    if (last.equals(Instant.MIN) || now.isAfter(last.plus(FORGOTTEN))) {
      repeated = 0;
      return now;
    }
    if (repeated <= 1) {
      return now;
    }
    Duration pause = FIRST.multipliedBy(1L << Math.min(repeated - 2, MOST_DOUBLINGS));
    return last.plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
  }

  void written(Instant now) {
    next(now);
    last = now;
    repeated++;
  }

  /// Something else is to be written from now on.
  void reset() {
    last = Instant.MIN;
    repeated = 0;
  }
}
