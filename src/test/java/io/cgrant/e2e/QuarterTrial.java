// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.chart.Chart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A start and requests with a quarter of a CPU.
///
/// @param classes with what it begins
record QuarterTrial(int perSecond, Classes classes) implements Trial {

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration LASTING = Duration.ofSeconds(20);

  private static final String LIMITED = "{resources: {limits: {cpu: 250m}}}";

  /// Whether they are parsed and verified.
  enum Classes {
    Archived,
    Bare
  }

  @Override
  public TrialResult run(ChartStand stand) {
    boolean isShipped = classes == Classes.Archived;
    String name = isShipped ? "quarter" : "quarter-bare";
    try (var quarter = CpuGroup.quarter(name + "-of-one");
        var fleet = new Fleet(stand, name)) {
      Launch how = isShipped ? Launch.shipped() : Launch.bare();
      long launched = System.nanoTime();
      PackagedCgrant replica = fleet.launch(how.with(options()).after(quarter.entry()));
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
            isShipped ? "0.25 CPU" : "0.25 CPU, bare jar",
            "started in a cgroup with 25 ms of CPU in each 100 ms and the options that the chart then gives, "
                + (isShipped
                    ? "with the archive of classes that an image has"
                    : "without an archive of classes"),
            traffic,
            event,
            bars,
            List.of(throttled + " periods of 100 ms in which it had to wait for CPU"));
      }
    }
  }

  /// Those that the chart gives it under such a limit.
  private static String[] options() {
    for (JsonNode variable :
        Chart.render(LIMITED).only("deployment.yaml").at("/spec/template/spec/containers/0/env")) {
      if (variable.path("name").asText().equals("JAVA_TOOL_OPTIONS")) {
        return variable.path("value").asText().split(" ");
      }
    }
    throw new IllegalStateException("the chart gives no options under a limit of CPU");
  }
}
