// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {

  @Test
  void aSteadyOneIsAsFastAtOnce() {
    Pace steady = Pace.steady(200);
    assertEquals(Duration.ZERO, steady.due(0));
    assertEquals(Duration.ofMillis(5), steady.due(1));
    assertEquals(Duration.ofSeconds(10), steady.due(2_000));
  }

  @Test
  void aRisingOneSendsHalfAsMuchMeanwhile() {
    var rising = new Pace(200, Duration.ofSeconds(30));
    assertEquals(Duration.ZERO, rising.due(0));
    // A quarter of them in half the time.
    assertEquals(Duration.ofSeconds(15), rising.due(750));
    assertEquals(Duration.ofSeconds(30), rising.due(3_000));
    assertEquals(Duration.ofSeconds(31), rising.due(3_200));
  }
}
