// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
      // Whoever leads hears of it from the other alone.
      PackagedCgrant other = both.stream().filter(r -> !leads(r)).findFirst().orElseThrow();
      sharing.handTo(other.url().getPort());
      Set<String> days = grantByException(stand, sharing);
      grantForNow(stand, sharing);
      sharing.handTo(Ports.free());
      Wait.upTo(COUNTED)
          .until(
              () ->
                  "three grants, four refusals: " + stand.admin().get(policy).body().path("status"),
              () -> {
                JsonNode status = stand.admin().get(policy).body().path("status");
                return status.path("granted").asInt() == 3
                    && status.path("refusedLastHour").asInt() == 4
                    && days.contains(status.at("/exceptions/0/lastUsed").asText());
              });
      assertEquals(1, events(stand, broken).size());
      Wait.upTo(COUNTED)
          .until(
              () -> "told on the policy: " + events(stand, policy),
              () ->
                  told(stand, policy)
                      .equals(
                          Map.of(
                              "ExceptionExpiring",
                              1,
                              "ExceptionUsed",
                              1,
                              "Granted",
                              1,
                              "Refused",
                              4,
                              "WouldRefuse",
                              1)));
      stand.admin().delete(broken).orThrow();
    }
  }

  private static void refuse(ChartStand stand, SharingReplicas sharing, int times) {
    for (int i = 0; i < times; i++) {
      assertEquals(403, stand.admin().create(withoutLimits(sharing)).code());
    }
  }

  private static JsonNode withoutLimits(SharingReplicas sharing) {
    JsonNode pod = sharing.world().pod("without-limits");
    ((ObjectNode) pod.at("/spec/containers/0")).remove("resources");
    return pod;
  }

  /// Of a pod that was refused before there was one.
  ///
  /// @return the days on which that was, as `2026-11-24`: two at midnight
  private static Set<String> grantByException(ChartStand stand, SharingReplicas sharing) {
    var days = new TreeSet<>(Set.of(today()));
    createOnceItMay(stand, withoutLimits(sharing));
    days.add(today());
    awaitEventOnPod(stand, sharing, "without-limits", "ExceptionUsed", "exception moving until ");
    return days;
  }

  /// Of a pod that nobody would grant once the policy enforces again.
  private static void grantForNow(ChartStand stand, SharingReplicas sharing) {
    JsonNode policy = sharing.world().policy();
    stand.admin().merge(policy, "{\"spec\":{\"enforcement\":\"Warn\"}}").orThrow();
    JsonNode pod = sharing.world().pod("tolerated");
    ((ObjectNode) pod.at("/spec/containers/0/securityContext"))
        .put("allowPrivilegeEscalation", true);
    createOnceItMay(stand, pod);
    awaitEventOnPod(stand, sharing, "tolerated", "WouldRefuse", "PrivilegeEscalation");
  }

  private static void createOnceItMay(ChartStand stand, JsonNode pod) {
    Wait.upTo(TAKEN_OVER)
        .until(
            () -> "it may be created: " + stand.admin().rehearse(pod).message(),
            () -> stand.admin().rehearse(pod).accepted());
    stand.admin().create(pod).orThrow();
  }

  private static String today() {
    return LocalDate.now(ZoneOffset.UTC).toString();
  }

  private static void awaitEventOnPod(
      ChartStand stand, SharingReplicas sharing, String pod, String reason, String note) {
    String path = "/apis/events.k8s.io/v1/namespaces/" + sharing.world().namespace() + "/events";
    Wait.upTo(TAKEN_OVER)
        .until(
            () -> reason + " on " + pod,
            () ->
                new Events(stand.admin().get(path).orThrow().body().path("items"))
                    .about("Pod/" + pod).stream()
                        .anyMatch(
                            e ->
                                e.path("reason").asText().equals(reason)
                                    && e.path("note").asText().contains(note)));
  }

  private static JsonNode broken(JsonNode policy) {
    ObjectNode broken = policy.deepCopy();
    ((ObjectNode) broken.get("metadata")).put("name", "broken");
    ((ObjectNode) broken.at("/spec/match/namespaceSelector/matchLabels")).put("no key!", "x");
    return broken;
  }

  private static String ending(String namespace) {
    return """
        {"spec":{"exceptions":[{"name":"moving","namespaces":["%s"],"waive":["qosClass","limits"],
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
