// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.time.Duration;
import java.util.List;

/// `kill -9` of one replica, of the other, of both, of a fleet that has served for a while.
record KillTrial(int perSecond) implements Trial {

  private static final Duration CALM = Duration.ofSeconds(5);

  @Override
  public TrialResult run(ChartStand stand) {
    try (var fleet = new Fleet(stand, "kill")) {
      List<PackagedCgrant> both = fleet.startTwo();
      try (Traffic traffic = fleet.send(new Pace(perSecond, Pace.RISE))) {
        traffic.awaitRise();
        Endpoints.pause(CALM);
        PackagedCgrant third = killed(fleet, both.getFirst());
        PackagedCgrant fourth = killed(fleet, both.getLast());
        long event = System.nanoTime();
        fleet.endpoints().kill(third);
        fleet.endpoints().kill(fourth);
        fleet.launch();
        fleet.launch();
        Wait.upTo(Duration.ofSeconds(10))
            .until("both are gone", () -> fleet.endpoints().count() == 0);
        Duration gap = fleet.awaitServing(1);
        fleet.awaitServing(2);
        Endpoints.pause(CALM);
        traffic.close();
        Tally tally = traffic.tally();
        return TrialResult.of(
            "Killed",
            "`kill -9` of one replica, then of the other once two serve again, then of both at once; each"
                + " is started again at once",
            traffic,
            event,
            List.of(
                TrialBar.none(
                    "asks refused while a replica was ready, other than by the end of theirs",
                    tally.asksRefused(Served.Throughout)
                        + tally.asksRefused(Served.Interrupted)
                        - tally.asksBroken()),
                TrialBar.atMost(
                    "from the end of both to the last refusal",
                    tally.troubleSince(event),
                    Duration.ofSeconds(30))),
            List.of(
                tally.asksBroken()
                    + " asks were under way at a replica as it was killed beside another, and refused:"
                    + " the API server does not ask a second time, whoever made the pod must",
                "no replica was ready for " + TrialResult.seconds(gap)));
      }
    }
  }

  private static PackagedCgrant killed(Fleet fleet, PackagedCgrant replica) {
    fleet.endpoints().kill(replica);
    PackagedCgrant next = fleet.launch();
    Wait.upTo(Duration.ofSeconds(10)).until("it is gone", () -> !fleet.endpoints().has(replica));
    fleet.awaitServing(2);
    Endpoints.pause(CALM);
    return next;
  }
}
