// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.chart.Chart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Somebody applies the chart's webhook configurations again and again, as tools do that hold a
/// cluster to what is in Git: cgrant puts its own back, at a bounded pace, and is right soon after
/// they have stopped.
@ExtendWith(ChartStand.Lasting.class)
final class ReappliedIT {

  private static final List<String> CONFIGURATIONS =
      List.of(SharingReplicas.MUTATING, SharingReplicas.VALIDATING);

  private static final int ROUNDS = 20;
  private static final Duration ROUND = Duration.ofSeconds(1);

  /// As in a cluster, where a name settles for longer than that.
  private static final Duration PULSE = Duration.ofSeconds(5);

  private static final Duration LISTED = Duration.ofSeconds(90);
  private static final Duration LONGEST_PACE = Duration.ofSeconds(30);
  private static final Duration SLACK = Duration.ofSeconds(5);
  private static final String CLASS = "ordinary-reapplied";

  @Test
  void namesOfOrdinaryClassesAreListedAgainAtMostOncePerPulse(ChartStand stand) {
    try (var sharing = new SharingReplicas(stand, "reapplied")) {
      List<PackagedCgrant> replicas = startTwo(sharing);
      stand.admin().create(runtimeClass()).orThrow();
      try {
        Wait.upTo(LISTED).until("the name is listed", () -> isListed(stand));
        long before = generations(stand);
        int mended = rounds(stand, object -> stand.admin().apply(object));
        long written = generations(stand) - before;
        Duration right = Wait.upTo(PULSE.plus(SLACK)).until("listed again", () -> isListed(stand));
        ClusterChoice.say(
            "applied %d times: names were put back %d times, and %d ms after the last"
                .formatted(ROUNDS, mended, right.toMillis()));
        long pulses = ROUNDS * ROUND.toSeconds() / PULSE.toSeconds() + 1;
        int most = (int) pulses * replicas.size() * CONFIGURATIONS.size();
        assertTrue(mended >= 2 * CONFIGURATIONS.size() && mended <= most, mended + " times");
        // Theirs and ours, and the last of theirs and ours.
        assertTrue(written <= 2L * (mended + CONFIGURATIONS.size()), written + " writes");
        assertTrue(sharing.isPublished(), "applying leaves caBundle alone");
        sharing.awaitGrant();
      } finally {
        stand.admin().delete(runtimeClass());
      }
    }
  }

  @Test
  void aBundleThatIsReplacedAwayComesBackMoreAndMoreSlowly(ChartStand stand) {
    try (var sharing = new SharingReplicas(stand, "replaced")) {
      List<PackagedCgrant> replicas = startTwo(sharing);
      double before = publications(replicas);
      rounds(stand, object -> replace(stand, object));
      double published = publications(replicas) - before;
      Duration right = Wait.upTo(LONGEST_PACE.plus(SLACK)).until("caBundle", sharing::isPublished);
      ClusterChoice.say(
          "replaced %d times: caBundle was written %.0f times, and %d ms after the last"
              .formatted(ROUNDS, published, right.toMillis()));
      // At once, at once, and after 1, 2, 4 and 8 seconds.
      assertTrue(published >= 3 && published <= 7, published + " times");
      sharing.awaitGrant();
    }
  }

  private static List<PackagedCgrant> startTwo(SharingReplicas sharing) {
    String pulse = "-Dcgrant.ordinary-classes.settling=" + PULSE;
    var replicas = List.of(sharing.launch(pulse), sharing.launch(pulse));
    replicas.forEach(PackagedCgrant::awaitReady);
    sharing.awaitGrant();
    return replicas;
  }

  /// How often a configuration had its names again when the next round came.
  private static int rounds(ChartStand stand, Function<JsonNode, Reply> write) {
    List<JsonNode> rendered = rendered(stand);
    int mended = 0;
    for (int i = 0; i < ROUNDS; i++) {
      for (JsonNode object : rendered) {
        mended += i > 0 && isListed(stand.admin().get(object).body()) ? 1 : 0;
        write.apply(object).orThrow();
      }
      Endpoints.pause(ROUND);
    }
    return mended;
  }

  /// As the chart has them, but for the port that leads out of the cluster.
  private static List<JsonNode> rendered(ChartStand stand) {
    int port = stand.admin().get(SharingReplicas.VALIDATING).body().findValue("port").asInt();
    List<JsonNode> configurations =
        Chart.renderFile(Path.of("helm/cgrant/ci/default-values.yaml")).objects().stream()
            .filter(object -> Manifests.kind(object).endsWith("WebhookConfiguration"))
            .toList();
    assertEquals(CONFIGURATIONS.size(), configurations.size());
    configurations.forEach(
        c -> c.findValues("service").forEach(s -> ((ObjectNode) s).put("port", port)));
    return configurations;
  }

  /// As `kubectl replace`, until nobody else was faster.
  private static Reply replace(ChartStand stand, JsonNode object) {
    ObjectNode next = object.deepCopy();
    Reply reply;
    do {
      String version = stand.admin().get(object).body().at("/metadata/resourceVersion").asText();
      ((ObjectNode) next.get("metadata")).put("resourceVersion", version);
      reply = stand.admin().replace(next);
    } while (reply.code() == 409);
    return reply;
  }

  private static boolean isListed(ChartStand stand) {
    return CONFIGURATIONS.stream().allMatch(path -> isListed(stand.admin().get(path).body()));
  }

  private static boolean isListed(JsonNode configuration) {
    return configuration.toString().contains("'" + CLASS + "'");
  }

  /// Each write that changes more than metadata is one.
  private static long generations(ChartStand stand) {
    return CONFIGURATIONS.stream()
        .mapToLong(path -> stand.admin().get(path).body().at("/metadata/generation").asLong())
        .sum();
  }

  private static double publications(List<PackagedCgrant> replicas) {
    return replicas.stream()
        .mapToDouble(r -> r.metrics().values().get("cgrant_certificate_publications_total"))
        .sum();
  }

  private static JsonNode runtimeClass() {
    return Manifests.parse(
            """
            apiVersion: node.k8s.io/v1
            kind: RuntimeClass
            metadata: {name: %s}
            handler: runsc
            """
                .formatted(CLASS))
        .getFirst();
  }
}
