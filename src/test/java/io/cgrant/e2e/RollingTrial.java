// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.time.Duration;
import java.util.List;

/// A rolling restart, as a Deployment does it.
record RollingTrial(int perSecond) implements Trial {

  @Override
  public TrialResult run(ChartStand stand) {
    try (var fleet = new Fleet(stand, "rolling")) {
      List<PackagedCgrant> both = fleet.startTwo(Fleet.DRAINING);
      try (Traffic traffic = fleet.send(perSecond)) {
        long event = System.nanoTime();
        both.forEach(fleet::replace);
        Endpoints.pause(Duration.ofSeconds(3));
        traffic.close();
        Tally tally = traffic.tally();
        return TrialResult.of(
            "Rolling restart",
            "both replicas replaced one by one, as the chart's Deployment does it: a new one is ready,"
                + " then the old one is no endpoint any more, is told to end and serves for 10 s",
            traffic,
            event,
            List.of(TrialBar.none("asks refused", tally.asksRefused())),
            List.of());
      }
    }
  }
}
