// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The API server's own audit log, under `e2e/controlplane/audit-policy.yaml`, says what became of
/// a pod, and the decision log says the same.
@ExtendWith(StandExtension.class)
final class AuditLogIT {

  private static final Duration WRITTEN = Duration.ofSeconds(60);

  @Test
  void whoWasGrantedAndWhoWasRefusedStandsInTheAuditLog(Stand stand) {
    Abort.unless(stand.cluster(), Cluster.Ability.AuditLog, "audit annotations in the audit log");
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      String policy = Manifests.name(world.policy());
      JsonNode granted = world.pod("granted");
      stage.create(granted).orThrow();
      JsonNode byLabel = withoutMemoryLimit(world.pod("refused-by-label"));
      assertEquals(403, stage.create(byLabel).code());
      JsonNode byClass = withoutMemoryLimit(world.pod("refused-by-class"));
      ((ObjectNode) byClass.get("metadata")).remove("labels");
      ((ObjectNode) byClass.get("spec"))
          .put("runtimeClassName", world.policy().at("/spec/grant/runtimeClassName").textValue())
          .put("hostUsers", false);
      assertEquals(403, stage.create(byClass).code());

      assertWritten(
          stand,
          granted,
          201,
          Map.of("pods.cgrant.io/verdict", "Granted", "pods.cgrant.io/policy", policy + "@1"));
      for (JsonNode refused : List.of(byLabel, byClass)) {
        assertWritten(
            stand,
            refused,
            403,
            Map.of(
                "ask.pods.cgrant.io/verdict",
                "Refused",
                "ask.pods.cgrant.io/reasons",
                "LimitMissing",
                "ask.pods.cgrant.io/policies",
                policy + "@1"));
      }
      assertLogged(stand, granted, "Granted");
      assertLogged(stand, byLabel, "Refused");
      assertLogged(stand, byClass, "Refused");
    }
  }

  /// A quota is asked after cgrant, so cgrant's last word is not the API server's.
  @Test
  void aGrantedPodThatAQuotaRefusesIsGrantedAndNotStored(Stand stand) {
    Abort.unless(stand.cluster(), Cluster.Ability.AuditLog, "a quota in the audit log");
    Abort.unless(stand.cluster(), Cluster.Ability.Controllers, "a quota in the audit log");
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      NoRoom.in(stage, world);
      JsonNode late = world.pod("late");
      Reply reply = stage.create(late);
      assertEquals(403, reply.code());
      assertTrue(reply.body().path("message").asText().contains("quota"), reply.body()::toString);
      assertEquals(404, stage.stored(late).code());

      assertWritten(
          stand,
          late,
          403,
          Map.of(
              "pods.cgrant.io/verdict",
              "Granted",
              "pods.cgrant.io/policy",
              Manifests.name(world.policy()) + "@1"));
      assertLogged(stand, late, "Granted");
    }
  }

  /// Of a pod whose name the API server makes, its own record has none.
  @Test
  void aPodOfADeploymentHasItsNameThereAndALineInTheDecisionLog(Stand stand) {
    Abort.unless(stand.cluster(), Cluster.Ability.AuditLog, "a Deployment in the audit log");
    Abort.unless(stand.cluster(), Cluster.Ability.Controllers, "a Deployment in the audit log");
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      stage.create(world.deployment("head")).orThrow();
      String pods = "/api/v1/namespaces/" + world.namespace() + "/pods";
      Wait.upTo(WRITTEN)
          .until("a pod of " + world.namespace(), () -> items(stage, pods).findAny().isPresent());
      JsonNode pod = items(stage, pods).findFirst().orElseThrow();

      Wait.upTo(WRITTEN)
          .until(
              Manifests.name(pod) + " is in the audit log",
              () -> granted(stand, world).anyMatch(e -> name(e).equals(Manifests.name(pod))));
      JsonNode event =
          granted(stand, world)
              .filter(e -> name(e).equals(Manifests.name(pod)))
              .findFirst()
              .orElseThrow();
      assertEquals(201, event.at("/responseStatus/code").asInt());
      assertLogged(stand, pod, "Granted");
      assertSameUid(stand, pod, event);
    }
  }

  private static Stream<JsonNode> items(Stage stage, String pods) {
    return StreamSupport.stream(
        stage.admin().get(pods).orThrow().body().path("items").spliterator(), false);
  }

  private static Stream<JsonNode> granted(Stand stand, World world) {
    return AuditLog.of(stand)
        .creations(world.namespace())
        .filter(
            e ->
                AuditLog.annotations(e)
                    .getOrDefault("pods.cgrant.io/verdict", "")
                    .equals("Granted"));
  }

  private static String name(JsonNode event) {
    return AuditLog.annotations(event).get("pods.cgrant.io/name");
  }

  private static JsonNode withoutMemoryLimit(JsonNode pod) {
    ((ObjectNode) pod.at("/spec/containers/0/resources/limits")).remove("memory");
    return pod;
  }

  private static void assertWritten(
      Stand stand, JsonNode pod, int code, Map<String, String> expected) {
    JsonNode event = AuditLog.of(stand).await(pod);
    assertEquals(code, event.at("/responseStatus/code").asInt());
    Map<String, String> annotations = AuditLog.annotations(event);
    String webhook = expected.keySet().iterator().next().replaceFirst("/.*", "/");
    assertEquals(Manifests.name(pod), annotations.remove(webhook + "name"));
    assertNotNull(annotations.remove(webhook + "uid"));
    assertEquals(expected, annotations);
    assertSameUid(stand, pod, event);
  }

  /// By which an auditor finds one by the other.
  private static void assertSameUid(Stand stand, JsonNode pod, JsonNode event) {
    Wait.upTo(WRITTEN)
        .until(Manifests.name(pod) + " is in the decision log", () -> !lines(stand, pod).isEmpty());
    String uid = lines(stand, pod).getFirst().get("uid").textValue();
    assertEquals(
        Optional.of(uid),
        AuditLog.annotations(event).entrySet().stream()
            .filter(a -> a.getKey().endsWith("/uid"))
            .map(Map.Entry::getValue)
            .findAny());
  }

  private static void assertLogged(Stand stand, JsonNode pod, String verdict) {
    Wait.upTo(WRITTEN)
        .until(
            Manifests.name(pod) + " is in the decision log", () -> !logged(stand, pod).isEmpty());
    assertEquals(List.of(verdict), logged(stand, pod));
  }

  private static List<String> logged(Stand stand, JsonNode pod) {
    return lines(stand, pod).stream().map(l -> l.get("verdict").textValue()).toList();
  }

  private static List<JsonNode> lines(Stand stand, JsonNode pod) {
    return DecisionLines.in(stand.cgrant().log()).stream()
        .filter(l -> l.get("namespace").textValue().equals(Manifests.namespace(pod)))
        .filter(l -> l.get("name").textValue().equals(Manifests.name(pod)))
        .toList();
  }
}
