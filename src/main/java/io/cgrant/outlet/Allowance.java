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
    return take(1, now);
  }

  /// Takes so many, or none and says no.
  public boolean take(int count, Instant now) {
    if (!has(count, now)) {
      return false;
    }
    fullAt = after(count, now);
    return true;
  }

  /// One that was taken is not needed.
  public void giveBack() {
    fullAt = fullAt.minus(refill);
  }

  /// Whether so many could be taken.
  public boolean has(int count, Instant now) {
    return !after(count, now).isAfter(latest(now));
  }

  private Instant after(int count, Instant now) {
    // Later than the latest it never was: somebody set the clock back.
    boolean isAhead = fullAt.isBefore(now) || fullAt.isAfter(latest(now));
    return (isAhead ? now : fullAt).plus(refill.multipliedBy(count));
  }

  private Instant latest(Instant now) {
    return now.plus(refill.multipliedBy(most));
  }
}
