// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sweep;

import io.cgrant.drift.Tally;
import java.time.Duration;
import java.time.Instant;

/// What became of the last whole sweep of this replica.
///
/// @param pods that were looked at
/// @param unreadable of them nobody can tell anything
/// @param took from the first page to the last
/// @param ended when; [Instant#EPOCH] where there was none
public record SweepResult(Tally tally, long pods, long unreadable, Duration took, Instant ended) {

  public static final SweepResult NONE =
      new SweepResult(Tally.NONE, 0, 0, Duration.ZERO, Instant.EPOCH);
}
