// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.e2e.node.HostileStage.Neighbour;
import io.cgrant.e2e.node.NodesExtension.Emulated;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What needs a kernel with all controllers in cgroup v2, `nsdelegate`, and systemd as the driver.
/// A pod takes seconds there, so the tests share one of each runtime, and leave it as they found
/// it.
@ExtendWith(NodesExtension.class)
final class MachineIT {

  private static final long LIMIT = 67_108_864;
  private static final Map<String, Long> LIMITS =
      Map.of("memory_limit_in_bytes", LIMIT, "cpu_period", 100_000L, "cpu_quota", 10_000L);

  private static List<Container> containers;

  @BeforeAll
  static void start(@Emulated Node node) {
    containers =
        List.of(OciRuntime.values()).stream()
            .map(runtime -> node.start(Workload.under(runtime.writable()).limitedTo(LIMITS)))
            .toList();
  }

  @AfterAll
  static void close() {
    if (containers != null) {
      containers.forEach(Container::close);
    }
  }

  @Test
  void isMountedAsNodesAre(@Emulated Node node) {
    assertTrue(node.delegates(), node.versions()::toString);
    assertTrue(node.hasControllers(), node.versions()::toString);
  }

  @Test
  void limitsAndBoundsAreThere() {
    for (Container container : containers) {
      assertEquals("250", container.read("cgroup.max.descendants"));
      assertEquals("50", container.read("cgroup.max.depth"));
      assertEquals(Long.toString(LIMIT), container.read("memory.max"));
      assertEquals("10000 100000", container.read("cpu.max"));
    }
  }

  /// In a child with a limit of its own, and in one without: there the container's holds.
  @Test
  void memoryOfChildrenIsKilledWithinTheLimits() {
    for (Container container : containers) {
      String seen =
          withControllers(
              container,
              """
              mkdir $cg/small $cg/free
              echo 8388608 >$cg/small/memory.max
              for child in small free; do
                sh -c "echo \\$\\$ >$cg/$child/cgroup.procs; exec dd if=/dev/zero of=/dev/null bs=100M count=1" 2>/dev/null
                echo "$child $? $(grep '^oom_kill ' $cg/$child/memory.events)"
              done
              rmdir $cg/small $cg/free
              """);
      assertEquals("small 137 oom_kill 1\nfree 137 oom_kill 1", seen);
    }
  }

  /// A tenth of one CPU for two seconds, whatever a child claims for itself.
  @Test
  void quotaOfCpuHoldsForChildren() {
    for (Container container : containers) {
      String used =
          withControllers(
              container,
              """
              mkdir $cg/greedy
              echo max >$cg/greedy/cpu.max
              echo 10000 >$cg/greedy/cpu.weight
              sh -c "echo \\$\\$ >$cg/greedy/cgroup.procs; while :; do :; done" &
              sleep 1
              before=$(awk '/^usage_usec/ {print $2}' $cg/greedy/cpu.stat)
              began=$(cut -d' ' -f1 /proc/uptime)
              sleep 2
              used=$(($(awk '/^usage_usec/ {print $2}' $cg/greedy/cpu.stat) - before))
              echo $used $began $(cut -d' ' -f1 /proc/uptime)
              echo 1 >$cg/greedy/cgroup.kill
              wait $! 2>/dev/null
              rmdir $cg/greedy
              """);
      String[] numbers = used.lines().findFirst().orElseThrow().split(" ");
      double seconds = Double.parseDouble(numbers[2]) - Double.parseDouble(numbers[1]);
      double share = Long.parseLong(numbers[0]) / 1e6 / seconds;
      assertTrue(share > 0.02 && share < 0.15, share + " of a CPU: " + used);
    }
  }

  @Test
  void boundsOfItsOwnTopAreNotItsOwn() {
    Hostile controllers =
        Hostile.all().stream().filter(h -> h.name().equals("12-controllers")).findFirst().get();
    for (OciRuntime runtime : OciRuntime.values()) {
      var stage = new HostileStage(runtime, Workload.Users.Host, Neighbour.OtherPod);
      int at = runtime.ordinal();
      Hostile.Result result =
          controllers.run(HostilePair.of(stage, containers.get(at), containers.get(1 - at)));
      assertEquals(List.of(), result.escapes());
      assertEquals(List.of(), result.raised());
      assertTrue(
          result.refused().contains("memory.max: Operation not permitted"),
          result.lines()::toString);
    }
  }

  /// The start alone does it under one from before 2.1.7 and 2.2.3, and not under Debian's. What
  /// the doctor says brings it back.
  @Test
  void aPrivilegedContainerTakesNsdelegateOffTheNodeUnderAnOldContainerd(@Emulated Node node) {
    assertEquals("kept", startedPrivileged(node, "/run/containerd/containerd.sock"));
    node.run(OLD_CONTAINERD).orThrow();
    try {
      assertEquals("lost", startedPrivileged(node, "/run/old/containerd.sock"));
    } finally {
      node.run(
              """
              kill $(cat /run/old/pid)
              mount -o remount,nsdelegate,memory_recursiveprot /sys/fs/cgroup
              """)
          .orThrow();
    }
    assertTrue(node.run("cat /proc/mounts").orThrow().contains("nsdelegate"));
  }

  private static final String OLD_CONTAINERD =
      """
      mkdir -p /run/old
      {
        echo 'version = 3'
        echo 'root = "/var/lib/old"'
        echo 'state = "/run/old/state"'
        grep -v '^version' /etc/containerd/config.toml
        echo '[grpc]'
        echo 'address = "/run/old/containerd.sock"'
        echo '[ttrpc]'
        echo 'address = "/run/old/ttrpc.sock"'
      } >/run/old/config.toml
      old-containerd --config /run/old/config.toml >/run/old/log 2>&1 </dev/null &
      echo $! >/run/old/pid
      for i in $(seq 600); do
        crictl --runtime-endpoint unix:///run/old/containerd.sock version >/dev/null 2>&1 && break
        sleep 0.5
      done
      ctr -a /run/old/containerd.sock -n k8s.io images import --local /var/images/e2e.tar >/dev/null || { tail -n 20 /run/old/log; exit 1; }
      """;

  /// Whether the node has `nsdelegate` then.
  private static String startedPrivileged(Node node, String socket) {
    return node.run(
            """
            mkdir -p /run/privileged && cd /run/privileged
            name=privileged$(date +%s)
            cat >pod.json <<JSON
            {"metadata": {"name": "$name", "uid": "$name", "namespace": "default", "attempt": 0},
             "log_directory": "/run/privileged",
             "linux": {"cgroup_parent": "/kubepods-$name.slice", "security_context": {"privileged": true}}}
            JSON
            cat >container.json <<JSON
            {"metadata": {"name": "main", "attempt": 0}, "image": {"image": "localhost/e2e:1"}, "log_path": "main.log",
             "linux": {"security_context": {"privileged": true}}}
            JSON
            at="crictl --runtime-endpoint unix://SOCKET --image-endpoint unix://SOCKET"
            pod=$($at runp pod.json) || exit 1
            container=$($at create $pod container.json pod.json) && $at start $container >/dev/null || exit 1
            grep -q '/sys/fs/cgroup cgroup2 .*nsdelegate' /proc/mounts && seen=kept || seen=lost
            $at rmp --force $pod >/dev/null
            echo $seen
            """
                .replace("SOCKET", socket))
        .orThrow()
        .lines()
        .toList()
        .getLast();
  }

  /// Where a cgroup hands on controllers, it can have no processes itself.
  private static String withControllers(Container container, String script) {
    return container
        .sh(
            """
            cg=/sys/fs/cgroup
            mkdir $cg/leaf
            for p in $(cat $cg/cgroup.procs); do echo $p >$cg/leaf/cgroup.procs; done 2>/dev/null
            echo '+memory +cpu +pids' >$cg/cgroup.subtree_control
            """
                + script
                + """
                echo '-memory -cpu -pids' >$cg/cgroup.subtree_control
                for p in $(cat $cg/leaf/cgroup.procs); do echo $p >$cg/cgroup.procs; done 2>/dev/null
                rmdir $cg/leaf
                """)
        .orThrow();
  }
}
