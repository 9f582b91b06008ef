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
import io.cgrant.rerun.FailsForGood;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// From a label to the kernel, with everything real: a developer's pod, granted by cgrant through
/// an API server, is bound to a node, whose kubelet hands it to containerd, and it writes its
/// cgroup. Its twin is refused, and there is nothing to bind. Where no machine runs, the pod is
/// handed to the containerd in namespaces as a kubelet would.
@FailsForGood
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
      target: {apiVersion: v1, kind: Node, name: $NODE}
      """;

  private static final String WRITES =
      "mkdir /sys/fs/cgroup/child; sleep 60 & "
          + "echo $! >/sys/fs/cgroup/child/cgroup.procs && cat /proc/$!/cgroup; "
          + "echo 1 >/sys/fs/cgroup/child/cgroup.kill";

  private static final String ID =
      "crictl ps --quiet --label io.kubernetes.pod.namespace=$NAMESPACE";

  private static final String BOUNDS =
      "\"cgroup.max.depth\":\"50\",\"cgroup.max.descendants\":\"250\"";

  /// What the mapping leaves out and says so; nothing else.
  private static final String BY_KUBELET = ",\"memory.oom.group\":\"1\",\"memory.swap.max\":\"0\"";

  private static final String SEEN =
      """
      container=$(ID)
      process=$(crictl inspect --output go-template --template '{{.info.pid}}' $container)
      cd /sys/fs/cgroup$(sed -n 's/^0:://p' /proc/$process/cgroup)
      ls -d child
      cat cgroup.max.descendants memory.max cpu.max
      """
          .replace("ID", ID);

  @Test
  void aKubeletRunsAGrantedPodThatWritesItsCgroup(Stand stand, @Emulated Node machine) {
    var world = new World(stand.newId());
    try (var kubelet = MachineKubelet.start(stand, machine);
        var stage = new Stage(stand)) {
      assertTrue(
          kubelet.handler("cgroup-writable").at("/features/userNamespaces").asBoolean(),
          "the node offers the handler with user namespaces");
      stage.given(world.given());
      JsonNode stored = runs(stage, world, waiting(world));
      assertEquals("ray-" + world.id() + "@1", grantedBy(stored));
      String seen = machine.run(SEEN.replace("$NAMESPACE", world.namespace())).orThrow();
      assertEquals("child\n250\n" + (1L << 30) + "\n90000 100000", seen);
    }
  }

  /// By the real kubelet and by [KubeletMapping], on one containerd: so what the mapping runs in
  /// namespaces is what a kubelet would run.
  @Test
  void theMappingIsWhatTheKubeletDoes(Stand stand, @Emulated Node machine) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      JsonNode stored;
      RuntimeSpec byKubelet;
      try (var kubelet = MachineKubelet.start(stand, machine)) {
        stored = runs(stage, world, bent(waiting(world)));
        byKubelet =
            RuntimeSpec.of(
                machine, machine.run(ID.replace("$NAMESPACE", world.namespace())).orThrow());
      }
      // Now that no kubelet is there, which would end a pod that it does not know.
      JsonNode runtimeClass = stage.admin().get(world.given().get(1)).orThrow().body();
      try (Container mapped = machine.start(KubeletMapping.workload(stored, runtimeClass))) {
        assertEquals(
            byKubelet.lines(),
            RuntimeSpec.of(machine, mapped.id()).lines().replace(BOUNDS, BOUNDS + BY_KUBELET));
      }
    }
  }

  @Test
  void aGrantedPodWritesItsCgroupOnThisKernel(Stand stand, Node node) {
    var world = new World(stand.newId());
    String name = "node-" + world.id();
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      stage.given(Manifests.parse(NODE.replace("$ID", world.id())));
      JsonNode pod = waiting(world);
      stage.create(pod).orThrow();
      bind(stage, world, name).orThrow();
      JsonNode stored = stage.stored(pod).orThrow().body();
      assertEquals(name, stored.at("/spec/nodeName").asText());
      assertEquals("ray-" + world.id() + "@1", grantedBy(stored));
      JsonNode runtimeClass = stage.admin().get(world.given().get(1)).orThrow().body();
      assertRuns(node, KubeletMapping.workload(stored, runtimeClass));
    }
  }

  @Test
  void itsTwinIsRefusedAndNeverGetsThere(Stand stand) {
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
      assertEquals(404, bind(stage, world, "node-" + world.id()).code());
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

  /// With the image of the node. It is taken away at once: on some nodes nobody says that it ended.
  private static JsonNode waiting(World world) {
    JsonNode pod = world.pod("worker");
    ((ObjectNode) pod.path("spec")).put("terminationGracePeriodSeconds", 0);
    ((ObjectNode) pod.at("/spec/containers/0"))
        .put("image", "localhost/e2e:1")
        .put("imagePullPolicy", "Never")
        .putArray("command")
        .add("/bin/sh")
        .add("-c")
        .add("mkdir /sys/fs/cgroup/child && exec sleep 1000");
    return pod;
  }

  /// With something of each kind: neither all that it may have nor nothing.
  private static JsonNode bent(JsonNode pod) {
    var security = (ObjectNode) pod.at("/spec/containers/0/securityContext");
    security.put("runAsUser", 1000);
    security.withObjectProperty("capabilities").putArray("add").add("NET_BIND_SERVICE");
    return pod;
  }

  /// On the node of the kubelet.
  private static JsonNode runs(Stage stage, World world, JsonNode pod) {
    stage.create(pod).orThrow();
    bind(stage, world, MachineKubelet.NAME).orThrow();
    Wait.upTo(Duration.ofMinutes(2))
        .until(
            () -> "it runs: " + stage.stored(pod).body().path("status"),
            () -> stage.stored(pod).body().at("/status/phase").asText().equals("Running"));
    return stage.stored(pod).orThrow().body();
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
    }
  }

  private static Reply bind(Stage stage, World world, String node) {
    String path = "/api/v1/namespaces/" + world.namespace() + "/pods/worker/binding";
    return stage.admin().post(path, Manifests.parse(BINDING.replace("$NODE", node)).getFirst());
  }

  private static String grantedBy(JsonNode pod) {
    return pod.at("/metadata/annotations").path("cgrant.io/granted-by").asText();
  }
}
