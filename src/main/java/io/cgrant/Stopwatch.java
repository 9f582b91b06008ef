// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import java.time.Instant;
import java.time.InstantSource;

/// For how long something lasts. The time of day may be set: a day back, and what was to be kept
/// for ten seconds would be kept for a day.
final class Stopwatch {

  /// Shows how long it has run, as a time since 1970; its start means nothing.
  static final InstantSource RUNNING = () -> Instant.ofEpochSecond(0, System.nanoTime());

  private Stopwatch() {}
}
