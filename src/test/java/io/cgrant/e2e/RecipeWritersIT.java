// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.e2e.node.Container;
import io.cgrant.e2e.node.Node;
import io.cgrant.e2e.node.NodesExtension;
import io.cgrant.e2e.node.NodesExtension.Emulated;
import io.cgrant.e2e.node.Workload;
import io.cgrant.rerun.FailsForGood;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Gitaly, Ray and a job, in the pods of their recipes. They run as user 1000, so a grant is worth
/// something to them on the machine alone: runc with systemd as its driver. Of a manifest another
/// image alone is changed: its programs stand for Gitaly and for Ray, and do with cgroups what
/// those do (`e2e/node/recipes`).
@FailsForGood
@ExtendWith({StandExtension.class, NodesExtension.class})
final class RecipeWritersIT {

  private static final Duration START = Duration.ofMinutes(3);

  /// More than the cgroup may have, which has 16 MiB.
  private static final String GREEDY =
      """
      echo 16777216 >$at/memory.max
      sh -c "echo \\$\\$ >$at/cgroup.procs; exec dd if=/dev/zero of=/dev/null bs=100M count=1" 2>/dev/null
      echo "$? $(grep '^oom_kill ' $at/memory.events)"
      """;

  @Test
  void gitalyGivesEachRepositoryALimit(Stand stand, @Emulated Node machine) {
    Workload gitaly = of(stand, "gitaly", "granted-statefulset.yaml", "gitaly");
    try (Container pod = machine.start(gitaly)) {
      awaitReady(pod);
      String limits =
          pod.sh(
                  """
                  cd /sys/fs/cgroup/gitaly/gitaly-*
                  cat memory.max repos-0/memory.max repos-49/memory.max
                  ls -d repos-* | wc -l
                  """)
              .orThrow();
      assertEquals("15032385536\n7516192768\n7516192768\n50", limits);
      // A clone that is too large dies alone.
      assertEquals(
          "137 oom_kill 1",
          pod.sh("at=$(echo /sys/fs/cgroup/gitaly/gitaly-*)/repos-7\n" + GREEDY).orThrow());
      assertTrue(pod.exitCode().isEmpty(), pod::log);
    }
    assertGitalyIsBound(machine, gitaly);
  }

  /// As its image starts it, in the same pod: it stays where it was started.
  @Test
  void norDoesGitalyWithoutTheCommandOfTheRecipe(Stand stand, @Emulated Node machine) {
    Workload gitaly = of(stand, "gitaly", "granted-statefulset.yaml", "gitaly");
    var alone =
        gitaly.program().starting(List.of("/scripts/entrypoint.sh", "/scripts/process-wrapper"));
    try (Container pod = machine.start(gitaly.running(alone))) {
      awaitEnd(pod);
      assertSaid(pod, "No such file or directory");
    }
  }

  @ParameterizedTest
  @CsvSource({"granted-head.yaml, ray-head", "granted-worker.yaml, ray-worker"})
  void rayReservesForItself(
      String manifest, String container, Stand stand, @Emulated Node machine) {
    Workload ray = of(stand, "ray", manifest, container);
    try (Container pod = machine.start(ray)) {
      awaitReady(pod);
      String reserved =
          pod.sh(
                  """
                  cd /sys/fs/cgroup/ray-node_*
                  cat system/cpu.weight system/memory.min user/cpu.weight
                  grep -c . user/non-ray/cgroup.procs
                  find . -type d | wc -l
                  """)
              .orThrow();
      assertTrue(reserved.matches("2500\n1073741824\n7500\n[1-9]\\d*\n6"), reserved);
    }
    try (Container pod = machine.start(ray.at(machine.plainHandler()))) {
      awaitEnd(pod);
      assertSaid(pod, "mkdir: can't create directory '/sys/fs/cgroup/ray-node_");
      assertSaid(pod, "Read-only file system");
    }
  }

  @ParameterizedTest
  @CsvSource({"granted-gitlab-job.yaml, build", "granted-jenkins-agent.yaml, maven"})
  void aJobBoundsItsSteps(String manifest, String container, Stand stand, @Emulated Node machine) {
    Workload job = of(stand, "ci-runners", manifest, container);
    try (Container pod = machine.start(job)) {
      String step =
          """
          cd /sys/fs/cgroup
          mkdir leaf test
          for process in $(cat cgroup.procs); do echo $process >leaf/cgroup.procs; done 2>/dev/null
          echo +memory >cgroup.subtree_control
          at=/sys/fs/cgroup/test
          """;
      assertEquals("137 oom_kill 1", pod.sh(step + GREEDY).orThrow());
      assertTrue(pod.exitCode().isEmpty(), pod::log);
    }
    assertJobIsBound(machine, job);
  }

  /// Under the handler that any pod has: each fails at the file system itself, and not for being
  /// the wrong user.
  @Test
  void noneOfThemWritesWithoutTheGrant(Stand stand, Node node) {
    assertGitalyIsBound(node, of(stand, "gitaly", "granted-statefulset.yaml", "gitaly"));
    assertJobIsBound(node, of(stand, "ci-runners", "granted-gitlab-job.yaml", "build"));
    assertJobIsBound(node, of(stand, "ci-runners", "granted-jenkins-agent.yaml", "maven"));
    Workload ray = of(stand, "ray", "granted-worker.yaml", "ray-worker");
    try (Container pod = node.start(ray.at(node.plainHandler()))) {
      awaitEnd(pod);
      assertSaid(pod, "mkdir: can't create directory '/sys/fs/cgroup/ray-node_");
      assertSaid(pod, "Read-only file system");
    }
  }

  private static void assertGitalyIsBound(Node node, Workload gitaly) {
    try (Container pod = node.start(gitaly.at(node.plainHandler()))) {
      awaitEnd(pod);
      assertSaid(pod, "mkdir: can't create directory '/sys/fs/cgroup/main': Read-only file system");
    }
  }

  private static void assertJobIsBound(Node node, Workload job) {
    try (Container pod = node.start(job.at(node.plainHandler()))) {
      assertEquals(
          "mkdir: can't create directory '/sys/fs/cgroup/test': Read-only file system",
          pod.sh("mkdir /sys/fs/cgroup/test").output());
    }
  }

  /// With crun, and with the driver cgroupfs, the cgroup belongs to somebody else.
  @Test
  void noneOfThemWritesWhereTheGrantIsVoid(Stand stand, Node node) {
    Workload gitaly = of(stand, "gitaly", "granted-statefulset.yaml", "gitaly");
    try (Container pod = node.start(gitaly)) {
      awaitEnd(pod);
      assertSaid(pod, "mkdir: can't create directory '/sys/fs/cgroup/main': Permission denied");
    }
    Workload ray = of(stand, "ray", "granted-worker.yaml", "ray-worker");
    try (Container pod = node.start(ray)) {
      awaitEnd(pod);
      assertSaid(pod, "mkdir: can't create directory '/sys/fs/cgroup/ray-node_");
      assertSaid(pod, "Permission denied");
    }
    Workload job = of(stand, "ci-runners", "granted-jenkins-agent.yaml", "maven");
    try (Container pod = node.start(job)) {
      assertEquals(
          "mkdir: can't create directory '/sys/fs/cgroup/test': Permission denied",
          pod.sh("mkdir /sys/fs/cgroup/test").output());
    }
  }

  private static Workload of(Stand stand, String recipe, String manifest, String container) {
    Workload granted = Recipe.named(recipe).granted(manifest, container, stand);
    assertEquals("cgroup-writable", granted.handler());
    assertEquals(1000, granted.user());
    return granted.running(granted.program().of("localhost/e2e:1"));
  }

  private static void awaitReady(Container pod) {
    Wait.upTo(START)
        .until(
            () -> "it is ready: " + pod.log(), () -> pod.log().lines().anyMatch("ready"::equals));
  }

  private static void awaitEnd(Container pod) {
    Wait.upTo(START).until(() -> "it ends: " + pod.log(), () -> pod.exitCode().isPresent());
  }

  private static void assertSaid(Container pod, String words) {
    // What a container said last may be written down after it has ended.
    Wait.upTo(START).until(() -> words + " in " + pod.log(), () -> pod.log().contains(words));
  }
}
