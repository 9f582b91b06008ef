// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.e2e.node.NodesExtension.Emulated;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What needs a kernel with all controllers in cgroup v2, `nsdelegate`, and systemd as the driver.
@ExtendWith(NodesExtension.class)
final class MachineIT {

  private static final long LIMIT = 67_108_864;

  @Test
  void isMountedAsNodesAre(@Emulated Node node) {
    assertTrue(node.delegates(), node.versions()::toString);
    assertTrue(node.hasControllers(), node.versions()::toString);
  }

  /// In a child with a limit of its own, and in one without: there the container's holds.
  @Test
  void memoryOfChildrenIsKilledWithinTheLimits(@Emulated Node node) {
    for (OciRuntime runtime : OciRuntime.values()) {
      try (Container container = node.start(limited(runtime))) {
        assertEquals(Long.toString(LIMIT), container.read("memory.max"));
        String seen =
            container
                .sh(
                    """
                    cg=/sys/fs/cgroup
                    mkdir $cg/leaf
                    for p in $(cat $cg/cgroup.procs); do echo $p >$cg/leaf/cgroup.procs; done 2>/dev/null
                    echo '+memory +cpu +pids' >$cg/cgroup.subtree_control
                    mkdir $cg/small $cg/free
                    echo 8388608 >$cg/small/memory.max
                    for child in small free; do
                      sh -c "echo \\$\\$ >$cg/$child/cgroup.procs; exec dd if=/dev/zero of=/dev/null bs=100M count=1" 2>/dev/null
                      echo "$child $? $(grep '^oom_kill ' $cg/$child/memory.events)"
                    done
                    """)
                .orThrow();
        assertEquals(List.of("small 137 oom_kill 1", "free 137 oom_kill 1"), seen.lines().toList());
      }
    }
  }

  /// A tenth of one CPU for two seconds, whatever a child claims for itself.
  @Test
  void quotaOfCpuHoldsForChildren(@Emulated Node node) {
    try (Container container = node.start(limited(OciRuntime.Runc))) {
      String used =
          container
              .sh(
                  """
                  cg=/sys/fs/cgroup
                  mkdir $cg/leaf
                  for p in $(cat $cg/cgroup.procs); do echo $p >$cg/leaf/cgroup.procs; done 2>/dev/null
                  echo +cpu >$cg/cgroup.subtree_control
                  mkdir $cg/greedy
                  echo max >$cg/greedy/cpu.max
                  echo 10000 >$cg/greedy/cpu.weight
                  before=$(awk '/^usage_usec/ {print $2}' $cg/cpu.stat)
                  sh -c "echo \\$\\$ >$cg/greedy/cgroup.procs; while :; do :; done" &
                  sleep 2
                  kill -9 $!
                  echo $(($(awk '/^usage_usec/ {print $2}' $cg/cpu.stat) - before))
                  """)
              .orThrow();
      long microseconds = Long.parseLong(used.lines().toList().getLast());
      assertTrue(microseconds > 50_000, used);
      assertTrue(microseconds < 400_000, used);
    }
  }

  @Test
  void boundsOfItsOwnTopAreNotItsOwn(@Emulated Node node) {
    Hostile controllers =
        Hostile.all().stream().filter(h -> h.name().equals("12-controllers")).findFirst().get();
    for (OciRuntime runtime : OciRuntime.values()) {
      var stage = new HostileStage(runtime, Workload.Users.Host);
      try (var pair = new HostilePair(stage, node)) {
        Hostile.Result result = controllers.run(pair.attacker(), pair.victim());
        assertEquals(List.of(), result.escapes());
        assertEquals(List.of(), result.raised());
        assertTrue(
            result.lines().contains("refused memory.max: Operation not permitted"),
            result.lines()::toString);
      }
    }
  }

  @Test
  void boundsOfTheBaseSpecAreThere(@Emulated Node node) {
    for (OciRuntime runtime : OciRuntime.values()) {
      try (Container container = node.start(Workload.under(runtime.writable()))) {
        assertEquals("250", container.read("cgroup.max.descendants"));
        assertEquals("50", container.read("cgroup.max.depth"));
      }
    }
  }

  private static Workload limited(OciRuntime runtime) {
    return Workload.under(runtime.writable())
        .limitedTo(
            Map.of("memory_limit_in_bytes", LIMIT, "cpu_period", 100_000L, "cpu_quota", 10_000L));
  }
}
