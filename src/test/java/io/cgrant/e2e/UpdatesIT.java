// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.pod.CgroupOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Pods that are stored already, and a field that few API servers know.
@ExtendWith(StandExtension.class)
final class UpdatesIT {

  private static final String ASK =
      "{\"metadata\":{\"labels\":{\"cgrant.io/writable-cgroup\":\"true\"}}}";
  private static final String ROUTE =
      "{\"metadata\":{\"annotations\":{\"io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw\":\"true\"}}}";
  private static final String UNKNOWN =
      "unknown field \"spec.containers[0].securityContext." + CgroupOptions.FIELD + "\"";
  private static final String OTHER = "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}";

  @Test
  void aStoredPodCannotBeginToAsk(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      JsonNode pod = world.ordinaryPod("ordinary");
      stage.create(pod).orThrow();
      Reply asking = stage.developer().merge(pod, ASK);
      assertEquals(403, asking.code(), asking::message);
      assertTrue(asking.message().contains("AskUnanswered"), asking::message);
      Reply route = stage.developer().merge(pod, ROUTE);
      assertEquals(403, route.code(), route::message);
      assertTrue(route.message().contains("the route CrioAnnotation"), route::message);
      long before = stand.cgrant().settledMetrics().reviews();
      assertTrue(stage.developer().merge(pod, OTHER).accepted());
      assertEquals(before, stand.cgrant().settledMetrics().reviews());
    }
  }

  /// KEP-5474. A server that does not know the field says so and drops it, before it asks anybody:
  /// then the pod is an ordinary one. This fails on the first server that knows it.
  @Test
  void theFieldForCgroupsIsJudgedAndDroppedByAServerThatDoesNotKnowIt(Stand stand) {
    var world = new World(stand.newId());
    ObjectNode pod = world.ordinaryPod("field").deepCopy();
    ((ObjectNode) pod.at("/spec/containers/0"))
        .putObject("securityContext")
        .putObject(CgroupOptions.FIELD)
        .put(CgroupOptions.MODE, CgroupOptions.WRITABLE);
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      String verdict = new Review(stand.cgrant()).verdict(pod);
      assertTrue(verdict.contains("the route CgroupOptions"), verdict);
      String extend =
          "Kubernetes %s says nothing of an %s: extend this test to a pod that a policy grants, and %s"
              .formatted(
                  stage.admin().get("/version").orThrow().body().path("gitVersion").asText(),
                  UNKNOWN,
                  "docs/how-to/move-to-the-field.md to what was run; ");
      Reply strict =
          stage.developer().post(Resources.collection(pod) + "?fieldValidation=Strict", pod);
      assertEquals(400, strict.code(), extend + strict.message());
      assertTrue(strict.message().contains(UNKNOWN), extend + strict.message());
      long before = stand.cgrant().settledMetrics().reviews();
      Reply reply = stage.create(pod).orThrow();
      assertTrue(reply.warnings().toString().contains(UNKNOWN), extend + reply.warnings());
      assertFalse(reply.body().toString().contains(CgroupOptions.MODE + "\":"), extend);
      assertEquals(before, stand.cgrant().settledMetrics().reviews());
    }
  }
}
