// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Pods that are stored already, and a field that few API servers know.
@ExtendWith(StandExtension.class)
final class UpdatesIT {

  private static final String ASK =
      "{\"metadata\":{\"labels\":{\"cgrant.io/writable-cgroup\":\"true\"}}}";
  private static final String ROUTE =
      "{\"metadata\":{\"annotations\":{\"io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw\":\"true\"}}}";
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

  /// KEP-5474. A server that does not know the field drops it, and then the pod is an ordinary one.
  @Test
  void theFieldForCgroupsIsRefusedOrNotStored(Stand stand) {
    var world = new World(stand.newId());
    ObjectNode pod = world.ordinaryPod("field").deepCopy();
    ((ObjectNode) pod.at("/spec/containers/0"))
        .putObject("securityContext")
        .putObject("cgroupOptions")
        .put("mountMode", "ReadWrite");
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      String verdict = new Review(stand.cgrant()).verdict(pod);
      assertTrue(verdict.contains("the route CgroupOptions"), verdict);
      Reply reply = stage.create(pod);
      boolean isDropped = reply.accepted() && !reply.body().toString().contains("mountMode\":");
      assertTrue(isDropped || reply.message().contains("the route CgroupOptions"), reply::message);
      if (isDropped) {
        ClusterChoice.say("this API server does not know securityContext.cgroupOptions");
      }
    }
  }
}
