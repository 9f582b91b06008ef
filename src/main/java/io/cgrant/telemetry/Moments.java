// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// What time of day it was at a moment of `System.nanoTime`.
///
/// @param sinceEpoch of the moment zero, in nanoseconds since 1970
/// @param end the last moment
record Moments(long sinceEpoch, long end) {

  /// @param end a moment that has just been
  static Moments now(long end) {
    Instant now = Instant.now();
    long epochNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    return new Moments(epochNanos - System.nanoTime(), end);
  }

  Instant at(long moment) {
    return Instant.ofEpochSecond(0, sinceEpoch + moment);
  }
}
