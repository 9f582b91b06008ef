// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.outlet;

import java.time.Duration;
import java.time.Instant;

/// So many at once, and then one for every so long: a token bucket. For one thread.
public final class Allowance {

  private final int most;
  private final Duration refill;
  private Instant fullAt;

  /// @param most how many may come at once, at least 1
  /// @param refill how long until one more may come
  public Allowance(int most, Duration refill, Instant now) {
    this.most = most;
    this.refill = refill;
    this.fullAt = now;
  }

  /// Takes one, or says no.
  public boolean take(Instant now) {
    Instant latest = now.plus(refill.multipliedBy(most));
    // Later than that it never was: somebody set the clock back.
    boolean isAhead = fullAt.isBefore(now) || fullAt.isAfter(latest);
    Instant after = (isAhead ? now : fullAt).plus(refill);
    if (after.isAfter(latest)) {
      return false;
    }
    fullAt = after;
    return true;
  }
}
