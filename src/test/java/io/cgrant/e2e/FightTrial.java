// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Two replicas with a slow API server, and somebody else who writes whatever they write.
record FightTrial(int perSecond) implements Trial {

  private static final Duration LATENCY = Duration.ofSeconds(1);
  private static final Duration FIGHT = Duration.ofSeconds(30);
  private static final Duration QUIET = Duration.ofSeconds(12);

  @Override
  public TrialResult run(ChartStand stand) {
    try (var fleet = new Fleet(stand, "fight")) {
      fleet.apiServer().delayBy(LATENCY);
      List<PackagedCgrant> both = List.of(fleet.launch(), fleet.launch());
      var intruder = new Intruder(stand.admin(), Resources.path(fleet.sharing().world().policy()));
      intruder.bumpAll(Duration.ofMillis(700));
      try (Traffic traffic = sending(fleet)) {
        int damages = intruder.damageAll(FIGHT, Duration.ofSeconds(6));
        long bumps = intruder.stop();
        long event = System.nanoTime();
        Duration converged =
            Wait.upTo(Duration.ofSeconds(90))
                .until(
                    () -> "all is as it should be: " + state(stand, fleet, both),
                    () -> isRight(stand, fleet, both));
        Endpoints.pause(Duration.ofSeconds(3));
        List<String> before = intruder.versions();
        Endpoints.pause(QUIET);
        long writes = differing(before, intruder.versions());
        boolean isStillRight = isRight(stand, fleet, both);
        traffic.close();
        return TrialResult.of(
            "Contested writes",
            "two replicas whose every request takes a second; for 30 s another writer changes the Secret, both"
                + " webhook configurations, the policy's status and the Lease each 0.7 s, so that writes"
                + " conflict, and each 6 s puts nonsense into all of them by force",
            traffic,
            event,
            List.of(
                TrialBar.atMost(
                    "all is right again after the other stops", converged, Duration.ofSeconds(45)),
                TrialBar.none("objects written in the 12 s after that", writes),
                TrialBar.none("wrong after that", isStillRight ? 0 : 1)),
            List.of(
                bumps
                    + " writes in between and "
                    + damages
                    + " times nonsense; while `caBundle` was nonsense, pods that ask were refused"));
      } finally {
        intruder.stop();
      }
    }
  }

  private Traffic sending(Fleet fleet) {
    fleet.awaitServing(2);
    fleet.sharing().awaitGrant();
    return fleet.send(perSecond);
  }

  private static boolean isRight(ChartStand stand, Fleet fleet, List<PackagedCgrant> both) {
    return state(stand, fleet, both)
        .equals("published true, leaders 1, status True, counted true, granted true");
  }

  private static String state(ChartStand stand, Fleet fleet, List<PackagedCgrant> both) {
    SharingReplicas sharing = fleet.sharing();
    JsonNode policy = stand.admin().get(sharing.world().policy()).body();
    return "published %s, leaders %d, status %s, counted %s, granted %s"
        .formatted(
            sharing.isPublished(),
            both.stream().filter(FightTrial::leads).count(),
            PolicyStatus.of(policy).isCurrent() ? PolicyStatus.of(policy).ready() : "old",
            policy.at("/status/granted").asInt() != Intruder.NONSENSE_COUNT,
            stand.admin().rehearse(sharing.pod()).accepted());
  }

  private static boolean leads(PackagedCgrant replica) {
    return replica.metrics().values().get("cgrant_leader") == 1;
  }

  private static long differing(List<String> before, List<String> after) {
    return Stream.iterate(0, i -> i < before.size(), i -> i + 1)
        .filter(i -> !before.get(i).equals(after.get(i)))
        .count();
  }
}
