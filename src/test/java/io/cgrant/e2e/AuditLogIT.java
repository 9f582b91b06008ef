// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The API server's own audit log, under `e2e/controlplane/audit-policy.yaml`, says what became of
/// a pod, and the decision log says the same.
@ExtendWith(StandExtension.class)
final class AuditLogIT {

  private static final ObjectMapper JSON = new ObjectMapper();
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
          Map.of("pods.cgrant.io/verdict", "Granted", "pods.cgrant.io/policy", policy + "@1"));
      assertWritten(
          stand,
          byLabel,
          Map.of(
              "ask.pods.cgrant.io/verdict",
              "Refused",
              "ask.pods.cgrant.io/reasons",
              "LimitMissing"));
      assertWritten(
          stand,
          byClass,
          Map.of(
              "ask.pods.cgrant.io/verdict",
              "Refused",
              "ask.pods.cgrant.io/reasons",
              "LimitMissing"));
      assertLogged(stand, granted, "Granted");
      assertLogged(stand, byLabel, "Refused");
      assertLogged(stand, byClass, "Refused");
    }
  }

  private static JsonNode withoutMemoryLimit(JsonNode pod) {
    ((ObjectNode) pod.at("/spec/containers/0/resources/limits")).remove("memory");
    return pod;
  }

  private static void assertWritten(Stand stand, JsonNode pod, Map<String, String> expected) {
    Path log = stand.cluster().auditLog();
    Wait.upTo(WRITTEN)
        .until(
            Manifests.name(pod) + " is in " + log, () -> creation(log, pod).findAny().isPresent());
    assertEquals(expected, annotations(creation(log, pod).findFirst().orElseThrow()));
  }

  /// Ours among them.
  private static Map<String, String> annotations(JsonNode event) {
    var found = new TreeMap<String, String>();
    for (var annotation : event.path("annotations").properties()) {
      if (annotation.getKey().contains("pods.cgrant.io/")) {
        found.put(annotation.getKey(), annotation.getValue().textValue());
      }
    }
    return found;
  }

  private static Stream<JsonNode> creation(Path log, JsonNode pod) {
    return Folders.lines(log).stream()
        .filter(l -> l.contains(Manifests.namespace(pod)) && l.contains("\"verb\":\"create\""))
        .map(AuditLogIT::event)
        .filter(e -> e.at("/objectRef/resource").asText().equals("pods"))
        .filter(e -> e.at("/objectRef/name").asText().equals(Manifests.name(pod)));
  }

  private static JsonNode event(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private static void assertLogged(Stand stand, JsonNode pod, String verdict) {
    Wait.upTo(WRITTEN)
        .until(
            Manifests.name(pod) + " is in the decision log", () -> !logged(stand, pod).isEmpty());
    assertEquals(List.of(verdict), logged(stand, pod));
  }

  private static List<String> logged(Stand stand, JsonNode pod) {
    return DecisionLines.in(stand.cgrant().log()).stream()
        .filter(l -> l.get("namespace").textValue().equals(Manifests.namespace(pod)))
        .filter(l -> l.get("name").textValue().equals(Manifests.name(pod)))
        .map(l -> l.get("verdict").textValue())
        .toList();
  }
}
