// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A start and requests with a quarter of a CPU.
///
/// @param trained whether with the cache of an earlier run, as in an image
record QuarterTrial(int perSecond, Training training) implements Trial {

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration LASTING = Duration.ofSeconds(20);

  /// Those of the chart under such a limit.
  private static final String[] QUICKLY = {"-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1"};

  /// What it knows of earlier runs.
  enum Training {
    Cache,
    None
  }

  @Override
  public TrialResult run(ChartStand stand) {
    boolean isTrained = training == Training.Cache;
    String name = isTrained ? "quarter" : "quarter-untrained";
    try (var quarter = CpuGroup.quarter(name + "-of-one");
        var fleet = new Fleet(stand, name)) {
      Launch how = isTrained ? Launch.trained() : Launch.untrained();
      long launched = System.nanoTime();
      PackagedCgrant replica = fleet.launch(how.with(QUICKLY).after(quarter.entry()));
      fleet.awaitServing(1);
      Duration ready = Duration.ofNanos(System.nanoTime() - launched);
      fleet.sharing().awaitGrant();
      try (Traffic traffic = fleet.send(perSecond)) {
        long event = System.nanoTime();
        Endpoints.pause(LASTING);
        traffic.close();
        Tally tally = traffic.tally();
        long throttled = quarter.throttled();
        replica.close();
        var bars = new ArrayList<TrialBar>();
        bars.add(TrialBar.atMost("from start to ready", ready, START));
        bars.add(TrialBar.atMost("longest request", tally.longest(), Duration.ofSeconds(1)));
        bars.add(TrialBar.none("asks refused", tally.asksRefused()));
        return TrialResult.of(
            isTrained ? "0.25 CPU" : "0.25 CPU, no AOT cache",
            "started in a cgroup with 25 ms of CPU in each 100 ms and the options that the chart then gives, "
                + (isTrained
                    ? "with the AOT cache of an earlier run, as in an image"
                    : "without an AOT cache, as a bare jar"),
            traffic,
            event,
            bars,
            List.of(throttled + " periods of 100 ms in which it had to wait for CPU"));
      }
    }
  }
}
