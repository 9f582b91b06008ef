// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

/// That limits of a container hold for what it makes below its cgroup. Needs the controllers.
final class Limits {

  private static final long MEMORY = 67_108_864;

  /// As the kubelet orders them: 64 MiB, and a tenth of one CPU.
  static final Map<String, Long> ORDERED =
      Map.of("memory_limit_in_bytes", MEMORY, "cpu_period", 100_000L, "cpu_quota", 10_000L);

  /// The same of memory, and two CPUs: for what is to be fast.
  static final Map<String, Long> AMPLE =
      Map.of("memory_limit_in_bytes", MEMORY, "cpu_period", 100_000L, "cpu_quota", 200_000L);

  private Limits() {}

  static void assertThere(Container container) {
    assertEquals("250", container.read("cgroup.max.descendants"));
    assertEquals("50", container.read("cgroup.max.depth"));
    assertEquals(Long.toString(MEMORY), container.read("memory.max"));
    assertEquals("10000 100000", container.read("cpu.max"));
  }

  /// In a child with a limit of its own, and in one without: there the container's holds.
  static void assertMemoryIsKept(Container container) {
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

  /// A tenth of one CPU for two seconds, whatever a child claims for itself.
  static void assertCpuIsKept(Container container) {
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
