// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.e2e.node.Container;
import io.cgrant.e2e.node.Node;
import io.cgrant.e2e.node.NodesExtension;
import io.cgrant.e2e.node.NodesExtension.Emulated;
import io.cgrant.e2e.node.NodesExtension.OfSources;
import io.cgrant.e2e.node.Program.Console;
import io.cgrant.e2e.node.Said;
import io.cgrant.e2e.node.Workload;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The programs of the recipes in the pods of the recipes, as an API server with cgrant grants them
/// and as a kubelet would hand them to the node. Of a manifest another image alone is changed: one
/// with systemd and Docker of Debian, and BuildKit. Then the same under the plain handler, where it
/// must fail by what the grant is for, and by nothing else.
@ExtendWith({StandExtension.class, NodesExtension.class})
final class RecipeProgramsIT {

  /// The virtual machine is emulated, and Docker is large.
  private static final Duration START = Duration.ofMinutes(8);

  /// An image out of nothing, since there is no registry.
  private static final String BUSYBOX =
      """
      mkdir -p /tmp/image/bin
      for name in sh sleep httpd wget; do cp /usr/bin/busybox /tmp/image/bin/$name; done
      tar -C /tmp/image -c . | docker import - local/busybox
      """;

  private static final String DOCKER_RUN =
      "docker run --detach --name step --network none local/busybox /bin/sleep 1000";

  /// Docker gives its containerd 15 seconds, which emulation can take longer than. And no networks,
  /// whose modules the kernel of the machine has not loaded.
  private static final String SLOW_DAEMON =
      """
      containerd &
      until [ -S /run/containerd/containerd.sock ]; do sleep 1; done
      exec /usr/bin/dind --host=unix:///var/run/docker.sock \
        --containerd=/run/containerd/containerd.sock --bridge=none --iptables=false --ip6tables=false
      """;

  /// Says which cgroups are at the top while the step runs.
  private static final String BUILD =
      """
      mkdir /tmp/context && cd /tmp/context
      cp /usr/bin/busybox sh
      cp /usr/bin/busybox sleep
      printf 'FROM scratch\\nCOPY sh sleep /bin/\\nRUN echo began; sleep 5; echo ended\\n' >Dockerfile
      buildctl build --frontend dockerfile.v0 --local context=. --local dockerfile=. --progress plain >log 2>&1 &
      build=$!
      for try in $(seq 1200); do grep -q ' began$' log && break; sleep 0.1; done
      find /sys/fs/cgroup -mindepth 1 -maxdepth 1 -type d
      wait $build && grep -q ' ended$' log || { cat log; exit 1; }
      """;

  @Test
  void systemdGivesEachServiceACgroup(Stand stand, Node node) {
    node.takeImagesOfRecipes();
    Workload machine = systemd(stand);
    try (Container pod = node.start(machine)) {
      awaitSystemd(pod);
      pod.sh("systemd-run --unit=step sleep 1000").orThrow();
      String process = pod.sh("systemctl show --value --property MainPID step").orThrow();
      assertEquals(
          "0::/system.slice/step.service",
          pod.sh("grep ^0:: /proc/" + process + "/cgroup").orThrow());
      // And so the node has it.
      assertFalse(pod.read("system.slice/step.service/cgroup.procs").isEmpty());
    }
    try (Container pod = node.start(machine.at(node.plainHandler()))) {
      awaitEnd(pod);
      assertEquals(255, pod.exitCode().orElseThrow());
      assertSaid(pod, "Failed to create /init.scope control group: Read-only file system");
    }
  }

  @Test
  void dockerGivesEachContainerACgroup(Stand stand, Node node) {
    node.takeImagesOfRecipes();
    Workload docker = docker(stand);
    try (Container pod = node.start(docker)) {
      awaitDocker(pod);
      pod.sh(BUSYBOX).orThrow();
      String id = pod.sh(DOCKER_RUN).orThrow().lines().toList().getLast();
      assertFalse(pod.read("docker/" + id + "/cgroup.procs").isEmpty());
      assertEquals("true", pod.sh("docker inspect --format {{.State.Running}} step").orThrow());
      // All of /proc is there, and what is set there stays the node's. Nothing is written.
      Said opened = pod.sh(": >>/proc/sys/kernel/core_pattern");
      assertTrue(opened.output().contains("Permission denied"), opened.output());
    }
    try (Container pod = node.start(docker.at(node.plainHandler()))) {
      awaitEnd(pod);
      assertSaid(pod, "mkdir: can't create directory 'init': Read-only file system");
    }
  }

  /// By a bridge and rules of its own: between containers, and to a port of the pod.
  @Test
  void dockerGivesItsContainersANetwork(Stand stand, Node node) {
    node.takeImagesOfRecipes();
    try (Container pod = node.start(docker(stand))) {
      awaitDocker(pod);
      pod.sh(BUSYBOX).orThrow();
      pod.sh(
              "docker run --detach --name web --publish 8080:80 local/busybox"
                  + " /bin/sh -c 'echo web >/index.html; exec /bin/httpd -f -h /'")
          .orThrow();
      String address =
          pod.sh(
                  "docker inspect --format"
                      + " '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' web")
              .orThrow();
      String get = "wget -q -O - http://";
      // A container runs before its program listens.
      String first = "docker run --rm local/busybox /bin/" + get + address;
      Wait.upTo(START)
          .until(() -> "web: " + pod.sh(first), () -> pod.sh(first).output().equals("web"));
      assertEquals("web", pod.sh("busybox " + get + "127.0.0.1:8080").orThrow());
    }
  }

  @Test
  void dockerDividesTheMemory(Stand stand, Node node) {
    node.needControllers("that Docker heeds --memory");
    assertDockerDivides(stand, node);
  }

  @Test
  void dockerDividesTheMemoryOnTheMachine(Stand stand, @Emulated Node machine) {
    assertDockerDivides(stand, machine);
  }

  private static void assertDockerDivides(Stand stand, Node node) {
    node.takeImagesOfRecipes();
    Workload docker = docker(stand);
    var daemon = docker.program().starting(List.of("/bin/sh", "-c", SLOW_DAEMON));
    try (Container pod = node.start(docker.running(daemon))) {
      awaitDocker(pod);
      pod.sh(BUSYBOX).orThrow();
      String run = DOCKER_RUN.replace("--detach", "--detach --memory 64m");
      String id = pod.sh(run).orThrow().lines().toList().getLast();
      assertEquals("67108864", pod.read("docker/" + id + "/memory.max"));
    }
  }

  @Test
  void systemdDividesTheMemory(Stand stand, Node node) {
    node.needControllers("that systemd heeds MemoryMax=");
    assertSystemdDivides(stand, node);
  }

  @Test
  void systemdDividesTheMemoryOnTheMachine(Stand stand, @Emulated Node machine) {
    assertSystemdDivides(stand, machine);
  }

  private static void assertSystemdDivides(Stand stand, Node node) {
    node.takeImagesOfRecipes();
    try (Container pod = node.start(systemd(stand))) {
      awaitSystemd(pod);
      pod.sh("systemd-run --unit=step --property MemoryMax=64M sleep 1000").orThrow();
      assertEquals("67108864", pod.read("system.slice/step.service/memory.max"));
    }
  }

  /// What starts the daemon gives up; without that, no container starts.
  @Test
  void norDoesDockerAloneRunContainersWithoutTheGrant(Stand stand, Node node) {
    node.takeImagesOfRecipes();
    Workload docker = docker(stand);
    var daemon = docker.program().starting(List.of("/usr/sbin/dockerd"));
    try (Container pod = node.start(docker.running(daemon).at(node.plainHandler()))) {
      awaitDocker(pod);
      pod.sh(BUSYBOX).orThrow();
      Said said = pod.sh(DOCKER_RUN);
      assertFalse(said.succeeded());
      String why =
          "unable to apply cgroup configuration: mkdir /sys/fs/cgroup/docker: read-only file system";
      assertTrue(said.output().contains(why), said.output());
    }
  }

  /// Without the grant it builds all the same: in a user namespace runc does without a cgroup. The
  /// steps are then in that of the daemon.
  @Test
  @OfSources(shows = "that BuildKit gives each step a cgroup")
  void buildKitGivesEachStepACgroup(Stand stand, Node node) {
    node.takeImageOfBuildKit();
    Workload buildkit = of(stand, "buildkit", "granted-deployment.yaml", "buildkitd");
    buildkit = buildkit.running(buildkit.program().of("localhost/buildkit:1"));
    try (Container pod = node.start(buildkit)) {
      List<String> cgroups = build(pod).lines().toList();
      assertEquals(2, cgroups.size(), cgroups::toString);
      assertTrue(cgroups.contains("/sys/fs/cgroup/init"), cgroups::toString);
      String step = "/sys/fs/cgroup/\\w{25}";
      assertTrue(cgroups.stream().anyMatch(name -> name.matches(step)), cgroups::toString);
    }
    try (Container pod = node.start(buildkit.at(node.plainHandler()))) {
      assertEquals("", build(pod));
      assertSaid(pod, "failed to prepare cgroup controllers: mkdir /sys/fs/cgroup/init: read-only");
    }
  }

  private static String build(Container pod) {
    Wait.upTo(START)
        .until(
            () -> "BuildKit answers: " + pod.log(),
            () -> pod.sh("buildctl debug workers").succeeded());
    return pod.sh(BUILD).orThrow();
  }

  private static Workload systemd(Stand stand) {
    Workload machine = of(stand, "systemd-in-a-pod", "granted-machine.yaml", "machine");
    // With a terminal it says why it does not start.
    return machine.running(machine.program().of("localhost/systemd:1").at(Console.Terminal));
  }

  private static Workload docker(Stand stand) {
    Workload docker = of(stand, "docker-in-docker", "granted-daemon.yaml", "dind");
    return docker.running(docker.program().of("localhost/docker:1"));
  }

  private static Workload of(Stand stand, String recipe, String manifest, String container) {
    Workload granted = Recipe.named(recipe).granted(manifest, container, stand);
    assertEquals("cgroup-writable", granted.handler());
    assertEquals(Workload.Users.Own, granted.users());
    return granted;
  }

  private static void awaitSystemd(Container pod) {
    Wait.upTo(START)
        .until(
            () -> "it runs: " + pod.sh("systemctl is-system-running; systemctl --failed"),
            () -> pod.sh("systemctl is-system-running").output().equals("running"));
  }

  private static void awaitDocker(Container pod) {
    Wait.upTo(START)
        .until(() -> "Docker answers: " + pod.log(), () -> pod.sh("docker version").succeeded());
  }

  private static void awaitEnd(Container pod) {
    Wait.upTo(START).until(() -> "it ends: " + pod.log(), () -> pod.exitCode().isPresent());
  }

  private static void assertSaid(Container pod, String words) {
    // What a container said last may be written down after it has ended.
    Wait.upTo(START).until(() -> words + " in " + pod.log(), () -> pod.log().contains(words));
  }
}
