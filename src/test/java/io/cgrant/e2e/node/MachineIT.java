// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.e2e.node.NodesExtension.Emulated;
import io.cgrant.e2e.node.NodesExtension.Proof;
import io.cgrant.rerun.FailsForGood;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// What needs a kernel with all controllers in cgroup v2, `nsdelegate`, and systemd as the driver.
@FailsForGood
@ExtendWith(NodesExtension.class)
final class MachineIT {

  @Test
  void isMountedAsNodesAre(@Emulated Node node) {
    assertTrue(node.delegates(), node.versions()::toString);
    assertTrue(node.hasControllers(), node.versions()::toString);
  }

  @TestFactory
  Stream<DynamicTest> holds(@Emulated Node node) {
    return Claim.tests(node, EnumSet.of(Claim.Needs.Nothing));
  }

  /// In CI too, where namespaces lack it: nothing else shows it there.
  @TestFactory
  Stream<DynamicTest> holdsWhatTakesAllOfANode(@Emulated(Proof.TheOnlyOne) Node node) {
    return Claim.tests(node, EnumSet.complementOf(EnumSet.of(Claim.Needs.Nothing)));
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
}
