// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two replicas, of which both decide and one writes; also with certificates of files, as
/// cert-manager makes them.
@ExtendWith(ChartStand.Lasting.class)
final class LeaderIT {

  private static final String OWN_CERTIFICATE = "-Dcgrant.tls.secret=";

  /// Longer than what changes is gathered.
  private static final Duration QUIET = Duration.ofSeconds(12);

  /// The Lease's 15 s, how often the others look, and the write: 20 s, and more on a busy machine.
  private static final Duration TAKEN_OVER = Duration.ofSeconds(90);

  @Test
  void oneOfTwoWritesTheStatusAndTheOtherGoesOnAfterAKill(ChartStand stand) {
    try (var sharing = new SharingReplicas(stand, "leader")) {
      List<PackagedCgrant> both =
          List.of(sharing.launch(OWN_CERTIFICATE), sharing.launch(OWN_CERTIFICATE));
      both.forEach(PackagedCgrant::awaitReady);
      Wait.upTo(TAKEN_OVER)
          .until("one leads", () -> both.stream().filter(LeaderIT::leads).count() == 1);
      PackagedCgrant leader = both.stream().filter(LeaderIT::leads).findFirst().orElseThrow();
      PackagedCgrant other = both.get(1 - both.indexOf(leader));
      JsonNode policy = sharing.world().policy();
      Wait.upTo(TAKEN_OVER).until("it writes", () -> isCurrent(stand, policy));
      awaitAllTold(stand, policy);

      long before = statusWrites(stand);
      change(stand, policy, "700m");
      change(stand, policy, "600m");
      Wait.upTo(TAKEN_OVER).until("the change is told", () -> isCurrent(stand, policy));
      Endpoints.pause(Duration.ofSeconds(3));
      long writes = statusWrites(stand) - before;
      assertTrue(writes == 1 || writes == 2, "two changes at once cost writes: " + writes);
      before = statusWrites(stand);
      Endpoints.pause(QUIET);
      assertEquals(before, statusWrites(stand), "nothing changed");

      leader.kill();
      long killed = System.nanoTime();
      change(stand, policy, "800m");
      Wait.upTo(TAKEN_OVER).until("the other tells it", () -> isCurrent(stand, policy));
      ClusterChoice.say(
          "status went on %d ms after the leader was killed"
              .formatted(Duration.ofNanos(System.nanoTime() - killed).toMillis()));
      assertTrue(leads(other));
    }
  }

  /// Nobody tells the one that leads of a grant that the other gave: it looks each minute.
  private static final Duration COUNTED = Duration.ofMinutes(3);

  @Test
  void whatBothHaveDoneIsInTheStatusAndWhatIsWrongInEvents(ChartStand stand) {
    try (var sharing = new SharingReplicas(stand, "figures")) {
      List<PackagedCgrant> both = List.of(sharing.launch(), sharing.launch());
      both.forEach(PackagedCgrant::awaitReady);
      sharing.awaitGrant();
      JsonNode policy = sharing.world().policy();
      stand.admin().create(sharing.pod()).orThrow();
      for (PackagedCgrant replica : both) {
        sharing.handTo(replica.url().getPort());
        refuse(stand, sharing, 2);
      }
      sharing.handTo(Ports.free());
      JsonNode broken = broken(policy);
      stand.admin().create(broken).orThrow();
      stand.admin().merge(policy, ending(sharing.world().namespace())).orThrow();

      awaitEvent(stand, broken, "PolicyInvalid", "spec.match.namespaceSelector.matchLabels");
      awaitEvent(stand, policy, "ExceptionExpiring", "exception moving ends at ");
      Wait.upTo(COUNTED)
          .until(
              () -> "one grant, four refusals: " + stand.admin().get(policy).body().path("status"),
              () -> {
                JsonNode status = stand.admin().get(policy).body().path("status");
                return status.path("granted").asInt() == 1
                    && status.path("refusedLastHour").asInt() == 4;
              });
      assertEquals(1, events(stand, broken).size());
      Wait.upTo(COUNTED)
          .until(
              () -> "told on the policy: " + events(stand, policy),
              () ->
                  told(stand, policy)
                      .equals(Map.of("ExceptionExpiring", 1, "Granted", 1, "Refused", 4)));
      stand.admin().delete(broken).orThrow();
    }
  }

  private static void refuse(ChartStand stand, SharingReplicas sharing, int times) {
    JsonNode pod = sharing.world().pod("without-limits");
    ((ObjectNode) pod.at("/spec/containers/0")).remove("resources");
    for (int i = 0; i < times; i++) {
      assertEquals(403, stand.admin().create(pod).code());
    }
  }

  private static JsonNode broken(JsonNode policy) {
    ObjectNode broken = policy.deepCopy();
    ((ObjectNode) broken.get("metadata")).put("name", "broken");
    ((ObjectNode) broken.at("/spec/match/namespaceSelector/matchLabels")).put("no key!", "x");
    return broken;
  }

  private static String ending(String namespace) {
    return """
        {"spec":{"exceptions":[{"name":"moving","namespaces":["%s"],"waive":["qosClass"],
        "reason":"moving","owner":"team-ml","expires":"%s"}]}}
        """
        .formatted(
            namespace, Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS));
  }

  private static void awaitEvent(ChartStand stand, JsonNode policy, String reason, String note) {
    Wait.upTo(TAKEN_OVER)
        .until(
            () -> reason + ": " + events(stand, policy),
            () ->
                events(stand, policy).stream()
                    .anyMatch(
                        e ->
                            e.path("reason").asText().equals(reason)
                                && e.path("note").asText().contains(note)));
    String uid = stand.admin().get(policy).body().at("/metadata/uid").asText();
    assertEquals(uid, events(stand, policy).getFirst().at("/regarding/uid").asText());
  }

  private static List<JsonNode> events(ChartStand stand, JsonNode policy) {
    String path = "/apis/events.k8s.io/v1/namespaces/default/events";
    return new Events(stand.admin().get(path).orThrow().body().path("items"))
        .about("WritableCgroupPolicy/" + Manifests.name(policy));
  }

  /// How often, by reason; a reason that two Events have is a failure.
  private static Map<String, Integer> told(ChartStand stand, JsonNode policy) {
    return events(stand, policy).stream()
        .collect(
            Collectors.toMap(
                event -> event.path("reason").asText(),
                event -> event.at("/series/count").asInt(1)));
  }

  /// Nodes, grants and refusals are counted after a replica has begun to lead, and written once.
  private static void awaitAllTold(ChartStand stand, JsonNode policy) {
    Wait.upTo(COUNTED)
        .until(
            () -> "all is told: " + stand.admin().get(policy).body().path("status"),
            () -> {
              JsonNode status = stand.admin().get(policy).body().path("status");
              return status.has("granted")
                  && status.has("refusedLastHour")
                  && status.path("conditions").findValuesAsText("type").contains("NodesReady");
            });
    Wait.upTo(COUNTED)
        .until(
            "nothing more is written",
            () -> {
              long before = statusWrites(stand);
              Endpoints.pause(QUIET);
              return statusWrites(stand) == before;
            });
  }

  private static boolean leads(PackagedCgrant replica) {
    return replica.metrics().values().get("cgrant_leader") == 1;
  }

  private static void change(ChartStand stand, JsonNode policy, String cpu) {
    String patch = "{\"spec\":{\"require\":{\"limits\":{\"max\":{\"cpu\":\"" + cpu + "\"}}}}}";
    stand.admin().merge(policy, patch).orThrow();
  }

  private static boolean isCurrent(ChartStand stand, JsonNode policy) {
    return PolicyStatus.of(stand.admin().get(policy).body()).isCurrent();
  }

  /// As the API server counts them, also those that change nothing.
  private static long statusWrites(ChartStand stand) {
    return stand
        .metrics()
        .lines()
        .filter(line -> line.startsWith("apiserver_request_total{"))
        .filter(line -> line.contains("resource=\"writablecgrouppolicies\""))
        .filter(line -> line.contains("subresource=\"status\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
