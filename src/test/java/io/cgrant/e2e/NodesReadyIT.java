// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Nodes come, say what they can, and go, and the policy tells.
@ExtendWith(StandExtension.class)
final class NodesReadyIT {

  private static final Duration BOUND = Duration.ofMinutes(2);

  @Test
  void aPolicyTellsHowManyNodesCanRunWhatItGrants(Stand stand) {
    var world = new World(stand.newId());
    String pool = "pool-" + world.id();
    CgrantProcess cgrant = stand.cgrant();
    cgrant.close();
    cgrant.start("-Dcgrant.nodes.period=1s");
    try (var stage = new Stage(stand)) {
      stage.given(selecting(world, pool));
      await(
          stage,
          world,
          "Unknown NoNodeSelected there is no node with pool="
              + pool
              + "; one that comes may have");

      stage.given(List.of(node("a-" + world.id(), pool), node("b-" + world.id(), pool)));
      await(stage, world, "Unknown NotReported 0 of 2 nodes with pool=" + pool + " have handler");

      say(stage, "a-" + world.id(), "cgroup-writable");
      say(stage, "b-" + world.id(), "runc");
      await(
          stage,
          world,
          "True SomeNodes 1 of 2 nodes with pool="
              + pool
              + " have handler \"cgroup-writable\" with user namespaces; not b-"
              + world.id());

      say(stage, "a-" + world.id(), "runc");
      await(stage, world, "False NoNode 0 of 2 nodes with pool=" + pool);
      assertToldOnce(stage, world);
    } finally {
      cgrant.close();
      cgrant.start();
    }
  }

  private static List<JsonNode> selecting(World world, String pool) {
    List<JsonNode> given = world.given();
    ((ObjectNode) given.get(1)).putObject("scheduling").putObject("nodeSelector").put("pool", pool);
    return given;
  }

  private static JsonNode node(String name, String pool) {
    return Manifests.parse(
            """
            apiVersion: v1
            kind: Node
            metadata: {name: $NAME, labels: {pool: $POOL}}
            """
                .replace("$NAME", name)
                .replace("$POOL", pool))
        .getFirst();
  }

  /// As its kubelet does.
  private static void say(Stage stage, String node, String handler) {
    stage
        .admin()
        .patch(
            "/api/v1/nodes/" + node + "/status",
            """
            {"status": {"runtimeHandlers": [
              {"name": "", "features": {"userNamespaces": true}},
              {"name": "%s", "features": {"userNamespaces": true}}]}}
            """
                .formatted(handler))
        .orThrow();
  }

  private static void await(Stage stage, World world, String beginning) {
    Wait.upTo(BOUND)
        .until(
            () -> beginning + ", not " + said(stage, world),
            () -> said(stage, world).startsWith(beginning));
  }

  private static String said(Stage stage, World world) {
    JsonNode policy = stage.stored(world.policy()).body();
    for (JsonNode condition : policy.at("/status/conditions")) {
      if (condition.path("type").asText().equals("NodesReady")) {
        return condition.path("status").asText()
            + " "
            + condition.path("reason").asText()
            + " "
            + condition.path("message").asText();
      }
    }
    return "nothing";
  }

  private static void assertToldOnce(Stage stage, World world) {
    String policy = "WritableCgroupPolicy/ray-" + world.id();
    Wait.upTo(BOUND).until("an Event", () -> !stage.events("default").about(policy).isEmpty());
    List<JsonNode> told = stage.events("default").about(policy);
    assertEquals(
        List.of("NodeNotReady"), told.stream().map(e -> e.path("reason").asText()).toList());
    assertEquals(true, told.getFirst().path("note").asText().startsWith("0 of 2 nodes with pool="));
  }
}
