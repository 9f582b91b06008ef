// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.e2e.Cluster.Ability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// One of the two sides goes away.
@ExtendWith(StandExtension.class)
final class StoppedIT {

  private static final Duration LEFT_BY_THE_CHART = Duration.ofSeconds(17);

  @Test
  void withoutCgrantOrdinaryPodsStartAndPodsThatAskDoNot(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      stand.cgrant().close();
      try {
        Reply ordinary = stage.create(world.ordinaryPod("ordinary"));
        assertTrue(ordinary.accepted(), ordinary::message);

        Reply asking = stage.create(world.pod("asking"));
        assertEquals(500, asking.code(), asking::message);
        assertTrue(asking.message().contains("failed calling webhook"), asking::message);
        assertTrue(asking.message().contains("ask.pods.cgrant.io"), asking::message);
        assertEquals(404, stage.stored(world.pod("asking")).code());
      } finally {
        stand.cgrant().start();
      }
      Wait.upTo(Duration.ofMinutes(2))
          .until("pods are granted again", () -> stage.create(world.pod("again")).accepted());
    }
  }

  /// An Event counts repetitions seconds later, and an end before that loses none.
  @Test
  void whatItHasRefusedIsToldBeforeItEnds(Stand stand) throws IOException {
    int times = 5;
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      JsonNode refused = world.pod("refused");
      ((ObjectNode) refused.at("/spec/containers/0/resources/limits")).remove("memory");
      for (int i = 0; i < times; i++) {
        assertEquals(403, stage.create(refused).code());
      }
      stand.cgrant().close();
      try {
        List<JsonNode> events = stage.events(world.namespace()).about("Pod/refused");
        assertEquals(1, events.size(), events::toString);
        assertEquals(times, events.getFirst().at("/series/count").asInt(), events::toString);
        long lines =
            DecisionLines.in(stand.cgrant().log()).stream()
                .filter(line -> line.path("namespace").asText().equals(world.namespace()))
                .count();
        assertEquals(times, lines);
        assertEquals(times, refusals(stage, world.policy()), "in what replicas tell each other");
      } finally {
        stand.cgrant().start();
      }
    }
  }

  /// Which whoever leads counts in the status of the policy.
  private static int refusals(Stage stage, JsonNode policy) throws IOException {
    String lease = "/apis/coordination.k8s.io/v1/namespaces/cgrant/leases/cgrant-shares";
    int refusals = 0;
    for (JsonNode share : stage.admin().get(lease).body().at("/metadata/annotations")) {
      JsonNode parts = new ObjectMapper().readTree(share.asText());
      for (JsonNode count : parts.path("refused").path(Manifests.name(policy))) {
        refusals += count.asInt();
      }
    }
    return refusals;
  }

  /// The chart leaves that long of the grace period; then a kubelet kills.
  @Test
  void besideAnApiServerThatHangsItEndsInTimeAndSaysWhatNobodyTook(Stand stand)
      throws InterruptedException {
    Abort.unless(stand.cluster(), Ability.Restart, "freeze of the API server");
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      JsonNode refused = world.pod("refused");
      ((ObjectNode) refused.at("/spec/containers/0/resources/limits")).remove("memory");
      JsonNode review = Review.of(refused);
      ((ObjectNode) review.path("request")).put("dryRun", false);
      byte[] body = review.toString().getBytes(StandardCharsets.UTF_8);
      stand.cluster().freezeApiServer();
      try {
        for (int i = 0; i < 5; i++) {
          byte[] answered = stand.cgrant().post("/mutate?timeout=5s", body).body();
          String answer = new String(answered, StandardCharsets.UTF_8);
          assertTrue(answer.contains("LimitMissing"), answer);
        }
        long begun = System.nanoTime();
        stand.cgrant().packaged().terminate();
        while (stand.cgrant().packaged().isAlive()) {
          Thread.sleep(50);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(took.compareTo(LEFT_BY_THE_CHART) < 0, took::toString);
        String said = Folders.read(stand.cgrant().log());
        assertTrue(said.contains("Events: it ends with "), said);
      } finally {
        stand.cluster().thawApiServer();
        stand.cgrant().close();
        stand.cgrant().start();
      }
    }
  }

  @Test
  void withoutApiServerCgrantDecidesAndAfterwardsFollowsAgain(Stand stand) {
    Abort.unless(stand.cluster(), Ability.Restart, "restart of the API server");
    var world = new World(stand.newId());
    long pid = stand.cgrant().pid();
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      var review = new Review(stand.cgrant());
      stand.cluster().stopApiServer();
      try {
        assertEquals("Granted", review.verdict(world.pod("meanwhile")));
        assertTrue(stand.cgrant().isReady());
      } finally {
        stand.cluster().startApiServer();
      }
      // It says that it is ready before all of its admission is.
      Wait.upTo(Duration.ofMinutes(2))
          .until(
              () -> "a pod is granted; " + stage.developer().rehearse(world.pod("later")),
              () -> stage.create(world.pod("later")).accepted());

      stage.admin().delete(world.policy()).orThrow();
      Duration back =
          Wait.upTo(Duration.ofMinutes(2))
              .until(
                  "the deleted policy grants nothing",
                  () -> !stage.developer().rehearse(world.pod("last")).accepted());
      ClusterChoice.say(
          "watches were back " + back.toMillis() + " ms after a change that followed the restart");
      assertEquals(pid, stand.cgrant().pid());
    }
  }
}
