// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.e2e.node.Container;
import io.cgrant.e2e.node.Node;
import io.cgrant.e2e.node.NodesExtension;
import io.cgrant.e2e.node.NodesExtension.Emulated;
import io.cgrant.e2e.node.Said;
import io.cgrant.e2e.node.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// From a label to the kernel: a developer's pod, granted by cgrant through a real API server, is
/// handed to a real containerd as a kubelet would, and writes its cgroup. Its twin is refused, and
/// there is nothing to hand on.
@ExtendWith({StandExtension.class, NodesExtension.class})
final class LabelToKernelIT {

  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: node-$ID}
      """;

  private static final String BINDING =
      """
      apiVersion: v1
      kind: Binding
      metadata: {name: worker}
      target: {apiVersion: v1, kind: Node, name: node-$ID}
      """;

  private static final String WRITES =
      "mkdir /sys/fs/cgroup/child; sleep 60 & "
          + "echo $! >/sys/fs/cgroup/child/cgroup.procs && cat /proc/$!/cgroup; "
          + "echo 1 >/sys/fs/cgroup/child/cgroup.kill";

  @Test
  void aGrantedPodWritesItsCgroup(Stand stand, Node node) {
    grantedAndRun(stand, node);
  }

  @Test
  void andWithinItsLimitsWhereTheNodeHasControllers(Stand stand, @Emulated Node node) {
    grantedAndRun(stand, node);
  }

  @Test
  void itsTwinIsRefusedAndNeverGetsThere(Stand stand, Node node) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      JsonNode twin = world.pod("worker");
      ((ObjectNode) twin.at("/spec/containers/0/securityContext/capabilities"))
          .putArray("add")
          .add("SYS_ADMIN");
      Reply refused = stage.create(twin);
      assertEquals(403, refused.code(), refused::message);
      assertTrue(refused.message().contains("CapabilityNotAllowed"), refused::message);
      assertEquals(404, stage.stored(twin).code());
      // What no node can be told to run: a binding to one finds no pod.
      assertEquals(404, bind(stage, world).code());
    }
  }

  /// By hand, past the label: the class alone asks too.
  @Test
  void norDoesOneThatNamesTheClassWhereNoPolicySpeaksForIt(Stand stand) {
    var world = new World(stand.newId());
    var elsewhere = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      stage.given(List.of(elsewhere.given().getFirst()));
      JsonNode pod = elsewhere.ordinaryPod("worker");
      ((ObjectNode) pod.path("spec")).put("runtimeClassName", "cgroup-writable-" + world.id());
      Reply refused = stage.create(pod);
      assertEquals(403, refused.code(), refused::message);
      assertEquals(404, stage.stored(pod).code());
    }
  }

  private static void grantedAndRun(Stand stand, Node node) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      stage.given(Manifests.parse(NODE.replace("$ID", world.id())));
      JsonNode pod = world.pod("worker");
      stage.create(pod).orThrow();
      bind(stage, world).orThrow();
      JsonNode stored = stage.stored(pod).orThrow().body();
      assertEquals("node-" + world.id(), stored.at("/spec/nodeName").asText());
      assertEquals("ray-" + world.id() + "@1", grantedBy(stored));
      JsonNode runtimeClass = stage.admin().get(world.given().get(1)).orThrow().body();
      assertRuns(node, KubeletMapping.workload(stored, runtimeClass));
    }
  }

  private static void assertRuns(Node node, Workload workload) {
    assertEquals("cgroup-writable", workload.handler());
    assertEquals(Workload.Users.Own, workload.users());
    try (Container container = node.start(workload)) {
      Said wrote = container.sh(WRITES);
      assertTrue(wrote.succeeded(), wrote.output());
      assertTrue(wrote.output().contains("0::/child"), wrote.output());
      // And so the node has it.
      assertEquals("250", container.read("cgroup.max.descendants"));
      assertEquals("0", container.read("child/cgroup.freeze"));
      if (node.hasControllers()) {
        assertEquals(Long.toString(1L << 30), container.read("memory.max"));
        assertEquals("90000 100000", container.read("cpu.max"));
      }
    }
  }

  private static Reply bind(Stage stage, World world) {
    String path = "/api/v1/namespaces/" + world.namespace() + "/pods/worker/binding";
    return stage.admin().post(path, Manifests.parse(BINDING.replace("$ID", world.id())).getFirst());
  }

  private static String grantedBy(JsonNode pod) {
    return pod.at("/metadata/annotations").path("cgrant.io/granted-by").asText();
  }
}
