// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every way into the API that ends in a stored pod, other than creating and updating the pod
/// itself.
@ExtendWith(StandExtension.class)
final class DoorsIT {

  private static final String CRIO = "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw";

  private static final String DEBUG =
      """
      {"spec": {"ephemeralContainers": [{"name": "debug", "image": "registry.example.com/debug:1",
        "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]%s},
          "seccompProfile": {"type": "RuntimeDefault"}}}]}}
      """;

  @Test
  void aDebugContainerIsJudgedLikeTheRest(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      JsonNode pod = world.pod("worker");
      stage.create(pod).orThrow();
      Reply refused =
          stage.admin().merge(pod, "ephemeralcontainers", DEBUG.formatted(",\"add\":[\"BPF\"]"));
      assertEquals(403, refused.code(), refused::message);
      assertTrue(
          refused
              .message()
              .contains("spec.ephemeralContainers[0].securityContext.capabilities.add[0]"),
          refused::message);
      stage.admin().merge(pod, "ephemeralcontainers", DEBUG.formatted("")).orThrow();
    }
  }

  @Test
  void aResizeBeyondThePolicysMaxIsRefused(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      JsonNode pod = world.pod("worker");
      stage.create(pod).orThrow();
      Reply refused = stage.admin().merge(pod, "resize", cpu("5"));
      assertEquals(403, refused.code(), refused::message);
      assertTrue(refused.message().contains("LimitAboveMax"), refused::message);
      Reply within = stage.admin().merge(pod, "resize", cpu("1500m"));
      // A server may refuse to resize a pod that is not running; then not by cgrant.
      assertTrue(within.accepted() || !within.message().contains("cgrant"), within::message);
    }
  }

  @Test
  void aStatusWriteCannotAddARouteAndAnOrdinaryOneIsNotSent(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      JsonNode pod = world.pod("worker");
      stage.create(pod).orThrow();
      Reply refused =
          stage
              .admin()
              .merge(pod, "status", "{\"metadata\":{\"annotations\":{\"" + CRIO + "\":\"true\"}}}");
      assertEquals(403, refused.code(), refused::message);
      assertTrue(refused.message().contains("the route CrioAnnotation"), refused::message);
      long before = stand.cgrant().settledMetrics().reviews();
      stage
          .admin()
          .merge(pod, "status", "{\"status\":{\"phase\":\"Running\",\"hostIP\":\"10.0.0.1\"}}")
          .orThrow();
      assertEquals(before, stand.cgrant().settledMetrics().reviews());
    }
  }

  @Test
  void aBindingCannotCarryARouteAndAnOrdinaryOneIsNotSent(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      JsonNode pod = world.ordinaryPod("worker");
      stage.create(pod).orThrow();
      String path = Resources.path(pod) + "/binding";
      String legacy = "/api/v1/namespaces/" + world.namespace() + "/bindings";
      for (String door : new String[] {path, legacy}) {
        Reply annotated = stage.admin().post(door, binding("annotations", CRIO));
        assertEquals(403, annotated.code(), annotated::message);
        assertTrue(annotated.message().contains("BindingCarriesRoute"), annotated::message);
        Reply asking = stage.admin().post(door, binding("labels", "cgrant.io/writable-cgroup"));
        assertEquals(403, asking.code(), asking::message);
      }
      long before = stand.cgrant().settledMetrics().reviews();
      stage.admin().post(path, binding("annotations", "scheduler.example.com/score")).orThrow();
      assertEquals(before, stand.cgrant().settledMetrics().reviews());
      JsonNode bound = stage.stored(pod).body();
      assertEquals("node-1", bound.at("/spec/nodeName").asText());
      assertTrue(!bound.toString().contains(CRIO), bound::toString);
    }
  }

  @Test
  void nobodyElseWritesTheRecordOfAGrant(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      JsonNode pod = world.pod("worker");
      stage.create(pod).orThrow();
      for (String value : new String[] {"\"other@1\"", "null"}) {
        Reply changed =
            stage
                .admin()
                .merge(
                    pod,
                    "{\"metadata\":{\"annotations\":{\"cgrant.io/granted-by\":" + value + "}}}");
        assertEquals(403, changed.code(), changed::message);
        assertTrue(changed.message().contains("GrantedByChanged"), changed::message);
      }
      ObjectNode forged = world.ordinaryPod("forged").deepCopy();
      forged
          .withObjectProperty("metadata")
          .putObject("annotations")
          .put("cgrant.io/granted-by", "ray-" + world.id() + "@1");
      Reply refused = stage.create(forged);
      assertEquals(403, refused.code(), refused::message);
      assertTrue(refused.message().contains("GrantedByForged"), refused::message);
      ObjectNode overwritten = world.pod("copied").deepCopy();
      overwritten
          .withObjectProperty("metadata")
          .putObject("annotations")
          .put("cgrant.io/granted-by", "old@7");
      stage.create(overwritten).orThrow();
      assertEquals(
          "ray-" + world.id() + "@1",
          stage
              .stored(overwritten)
              .body()
              .at("/metadata/annotations/cgrant.io~1granted-by")
              .asText());
    }
  }

  @Test
  void aChangeOfWhatTheGateDoesNotReadIsNotSent(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      JsonNode pod = world.pod("worker");
      stage.create(pod).orThrow();
      long before = stand.cgrant().settledMetrics().reviews();
      stage.admin().merge(pod, "{\"metadata\":{\"labels\":{\"app\":\"x\"}}}").orThrow();
      stage.admin().merge(pod, "{\"metadata\":{\"annotations\":{\"a/b\":\"x\"}}}").orThrow();
      stage.admin().merge(pod, "{\"metadata\":{\"finalizers\":[\"a.b/c\"]}}").orThrow();
      stage.admin().merge(pod, "{\"metadata\":{\"finalizers\":null}}").orThrow();
      assertEquals(before, stand.cgrant().settledMetrics().reviews());
    }
  }

  private static String cpu(String limit) {
    return """
        {"spec": {"containers": [{"name": "main", "image": "registry.example.com/app:1",
          "resources": {"limits": {"cpu": "%1$s", "memory": "1Gi"}, "requests": {"cpu": "%1$s", "memory": "1Gi"}},
          "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]},
            "seccompProfile": {"type": "RuntimeDefault"}}}]}}
        """
        .formatted(limit);
  }

  private static JsonNode binding(String field, String key) {
    return Manifests.parse(
            """
            apiVersion: v1
            kind: Binding
            metadata: {name: worker, %s: {"%s": "true"}}
            target: {apiVersion: v1, kind: Node, name: node-1}
            """
                .formatted(field, key))
        .getFirst();
  }
}
