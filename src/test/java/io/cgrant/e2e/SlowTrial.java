// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/// Everything that cgrant asks the API server takes seconds.
record SlowTrial(int perSecond) implements Trial {

  private static final Duration DELAY = Duration.ofSeconds(2);
  private static final Duration LASTING = Duration.ofSeconds(30);

  @Override
  public TrialResult run(ChartStand stand) {
    try (var fleet = new Fleet(stand, "slow-api")) {
      fleet.startTwo();
      try (Traffic traffic = fleet.send(new Pace(perSecond, Pace.RISE))) {
        traffic.awaitRise();
        long event = System.nanoTime();
        fleet.apiServer().delayBy(DELAY);
        Endpoints.pause(LASTING);
        Duration heard = changeIsHeard(stand, fleet);
        fleet.apiServer().delayBy(Duration.ZERO);
        Endpoints.pause(Duration.ofSeconds(3));
        traffic.close();
        Tally tally = traffic.tally();
        return TrialResult.of(
            "Slow API server",
            "each request of cgrant to the API server takes 2 s longer, for 30 s and more",
            traffic,
            event,
            List.of(
                TrialBar.none("asks refused", tally.asksRefused()),
                TrialBar.atMost("longest request", tally.longest(), Duration.ofSeconds(2)),
                TrialBar.atMost("a new policy grants everywhere", heard, Duration.ofSeconds(10))),
            List.of("decisions come from memory, and do not wait for the API server"));
      }
    }
  }

  /// Of a policy for pods that no other speaks for, and what it grants, five times in a row: by
  /// both replicas. It comes after the other policy, which goes on granting what is sent.
  static Duration changeIsHeard(ChartStand stand, Fleet fleet) {
    World world = fleet.sharing().world();
    JsonNode pod = world.pod("another");
    ((ObjectNode) pod.at("/spec/containers/0/resources/limits")).put("cpu", "2500m");
    JsonNode policy = world.policy();
    ((ObjectNode) policy.at("/metadata")).put("name", "z-larger-" + world.id());
    ((ObjectNode) policy.at("/spec/require/limits/max")).put("cpu", "4");
    stand.admin().apply(policy).orThrow();
    try {
      return Wait.upTo(Duration.ofSeconds(60))
          .until(
              () -> "a new policy grants; " + stand.admin().rehearse(pod).message(),
              () -> isGranted(stand.admin(), pod));
    } finally {
      stand.admin().delete(policy);
    }
  }

  private static boolean isGranted(Api api, JsonNode pod) {
    for (int i = 0; i < 5; i++) {
      if (!api.rehearse(pod).accepted()) {
        return false;
      }
    }
    return true;
  }
}
