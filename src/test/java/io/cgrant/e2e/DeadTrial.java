// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/// Nobody answers, and cgrant's own pods must start all the same.
record DeadTrial(int perSecond) implements Trial {

  private static final Duration LASTING = Duration.ofSeconds(15);
  private static final String PODS =
      "/api/v1/namespaces/cgrant/pods?labelSelector=app.kubernetes.io/name=cgrant";

  @Override
  public TrialResult run(ChartStand stand) {
    try (var fleet = new Fleet(stand, "dead")) {
      PackagedCgrant only = fleet.launch();
      fleet.awaitServing(1);
      fleet.sharing().awaitGrant();
      fleet.endpoints().kill(only);
      Wait.upTo(Duration.ofSeconds(10)).until("it is gone", () -> fleet.endpoints().count() == 0);
      long event = System.nanoTime();
      try (Traffic traffic = fleet.send(perSecond)) {
        pods(stand).forEach(pod -> stand.admin().delete(pod).orThrow());
        Duration back =
            Wait.upTo(Duration.ofSeconds(30))
                .until("the ReplicaSet has made cgrant's pods again", () -> fresh(stand) == 2);
        Endpoints.pause(LASTING);
        traffic.close();
        Tally tally = traffic.tally();
        return TrialResult.of(
            "All dead",
            "every replica killed and none started for 15 s; cgrant's own pods deleted meanwhile",
            traffic,
            event,
            List.of(
                TrialBar.none("asks that were stored", stored(tally)),
                TrialBar.atMost("cgrant's own pods are made again", back, Duration.ofSeconds(10))),
            List.of("no recovery is waited for: nobody starts a replica"));
      }
    }
  }

  /// While nobody decides, no pod that asks comes to anything but a refusal.
  private static long stored(Tally tally) {
    long asks = tally.sent(PodSort.Qualifying) + tally.sent(PodSort.Unsafe);
    return asks - tally.asksRefused(Served.Not);
  }

  private static long fresh(ChartStand stand) {
    long fresh = 0;
    for (JsonNode pod : pods(stand)) {
      fresh += pod.at("/metadata/deletionTimestamp").isMissingNode() ? 1 : 0;
    }
    return fresh;
  }

  private static JsonNode pods(ChartStand stand) {
    JsonNode items = stand.admin().get(PODS).orThrow().body().path("items");
    items.forEach(
        i ->
            ((com.fasterxml.jackson.databind.node.ObjectNode) i)
                .put("kind", "Pod")
                .put("apiVersion", "v1"));
    return items;
  }
}
