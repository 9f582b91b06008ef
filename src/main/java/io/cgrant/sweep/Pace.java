// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sweep;

import java.time.Duration;

/// How often all pods are gone through, and how fast.
///
/// @param period from the end of one sweep to the beginning of the next; zero for none at all
/// @param podsPerSecond at most, at least 1
public record Pace(Duration period, int podsPerSecond) {

  /// A page is what an API server makes at once.
  private static final int LARGEST_PAGE = 500;

  public Pace {
    if (period.isNegative()) {
      throw new IllegalArgumentException(
          "the period " + period + " is negative; write 0 for no sweep at all");
    }
    if (podsPerSecond < 1) {
      throw new IllegalArgumentException(
          "a sweep of " + podsPerSecond + " pods a second never ends; write a number above zero");
    }
  }

  public boolean isOff() {
    return period.isZero();
  }

  int page() {
    return Math.min(LARGEST_PAGE, podsPerSecond);
  }

  /// How long so many pods take at least.
  Duration atLeast(long pods) {
    return Duration.ofMillis(pods * 1_000 / podsPerSecond);
  }
}
