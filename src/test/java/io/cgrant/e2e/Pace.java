// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.time.Duration;

/// When each request is due, counted from the first. The rate rises evenly from nothing.
///
/// @param perSecond once it has risen
/// @param rise how long that takes; none comes to so many requests out of nothing in a cluster
record Pace(int perSecond, Duration rise) {

  /// Replicas that serve have code that is warm, and API servers connections to them.
  static final Duration RISE = Duration.ofSeconds(30);

  static Pace steady(int perSecond) {
    return new Pace(perSecond, Duration.ZERO);
  }

  /// @param number of the request, from 0
  Duration due(long number) {
    double rising = rise.toNanos() / 1e9;
    double meanwhile = perSecond * rising / 2;
    double seconds =
        number < meanwhile
            ? Math.sqrt(2 * rising * number / perSecond)
            : rising + (number - meanwhile) / perSecond;
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
