// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.time.Duration;
import java.util.List;

/// A replica that is frozen: its port takes connections, and nothing answers.
record StopTrial(int perSecond) implements Trial {

  private static final Duration STOPPED = Duration.ofSeconds(20);

  @Override
  public TrialResult run(ChartStand stand) {
    try (var fleet = new Fleet(stand, "stop")) {
      PackagedCgrant first = fleet.startTwo().getFirst();
      try (Traffic traffic = fleet.send(perSecond)) {
        Endpoints.pause(Duration.ofSeconds(3));
        signal(first, "STOP");
        long stopped = System.nanoTime();
        Endpoints.pause(STOPPED);
        boolean wasEndpoint = fleet.endpoints().has(first);
        signal(first, "CONT");
        long event = System.nanoTime();
        Endpoints.pause(Duration.ofSeconds(12));
        traffic.close();
        Tally tally = traffic.tally();
        return TrialResult.of(
            "Frozen",
            "SIGSTOP of one of two replicas for 20 s, then SIGCONT",
            traffic,
            stopped,
            List.of(
                TrialBar.atMost(
                    "from SIGCONT to the last refusal",
                    tally.troubleSince(event),
                    Duration.ofSeconds(10)),
                TrialBar.atMost("longest request", tally.longest(), Duration.ofSeconds(6))),
            List.of(
                "the API server waits for the frozen replica until the webhook's 5 s are over, then"
                    + " refuses; the probes "
                    + (wasEndpoint
                        ? "had not taken it out of the Service after 20 s"
                        : "had taken it out of the Service within 20 s")));
      }
    }
  }

  static void signal(PackagedCgrant replica, String name) {
    Command.of("kill", "-" + name, Long.toString(replica.pid())).run().orThrow();
  }
}
