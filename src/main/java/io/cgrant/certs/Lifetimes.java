// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.time.Duration;

/// How long what we make holds.
///
/// @param authority from when it is made
/// @param leaf a serving certificate, likewise
/// @param backdated by how much each begins before it is made: other machines' clocks may be
///     behind ours, or ours ahead
public record Lifetimes(Duration authority, Duration leaf, Duration backdated) {

  /// For a certificate that one machine keeps to itself.
  static final Lifetimes OF_A_FOLDER =
      new Lifetimes(Duration.ofDays(365 * 5), Duration.ofDays(90), Duration.ofMinutes(5));

  private static final int PARTS = 50;

  public Lifetimes {
    if (!leaf.isPositive() || authority.compareTo(leaf) < 0 || backdated.isNegative()) {
      throw new IllegalArgumentException(
          "a certificate lives for more than nothing, and its authority at least as long: "
              + leaf
              + ", "
              + authority);
    }
  }

  /// Backdated by a fiftieth of a serving certificate's life: 43 hours of 90 days, so that a clock
  /// that is a day ahead makes certificates that are valid everywhere.
  public static Lifetimes of(Duration authority, Duration leaf) {
    return new Lifetimes(authority, leaf, leaf.dividedBy(PARTS));
  }
}
