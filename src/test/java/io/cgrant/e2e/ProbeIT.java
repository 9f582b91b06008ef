// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.e2e.node.Container;
import io.cgrant.e2e.node.Node;
import io.cgrant.e2e.node.NodesExtension;
import io.cgrant.e2e.node.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The pod by which somebody tries a node, under "Try it" of the page that prepares one: created as
/// the page says where the tutorial's policy speaks, and handed to the node as a kubelet would. Of
/// the manifest the image alone is changed.
@ExtendWith({StandExtension.class, NodesExtension.class})
final class ProbeIT {

  private static final Path PAGE = Path.of("docs/how-to/prepare-a-node.md");
  private static final Path PROBE = Path.of("docs/how-to/node/probe.yaml");
  private static final Path POLICY = Path.of("docs/tutorial/policies/ray.yaml");
  private static final Path NAMESPACES = Path.of("docs/tutorial/cluster/namespaces.yaml");
  private static final String CREATE = "kubectl create -n ml -f " + PROBE;
  private static final Duration START = Duration.ofMinutes(3);

  @Test
  void itPrintsWhatThePageSaysAndEndsWithoutTheGrant(Stand stand, Node node) {
    String page = Folders.read(PAGE);
    assertTrue(page.contains(CREATE + "\n"), page);
    assertTrue(page.contains("\nprints `250`."), page);
    Workload probe = granted(stand);
    assertEquals("cgroup-writable", probe.handler());
    assertEquals(Workload.Users.Own, probe.users());
    assertEnds(node, probe, 0, "250");
    assertEnds(
        node,
        probe.at(node.plainHandler()),
        1,
        "mkdir: can't create directory '/sys/fs/cgroup/a': Read-only file system");
  }

  private static Workload granted(Stand stand) {
    JsonNode namespace = Manifests.read(NAMESPACES).getFirst();
    // The page's may still be there of another test.
    String name = Manifests.name(namespace) + "-" + stand.newId();
    ((ObjectNode) namespace.path("metadata")).put("name", name);
    JsonNode runtimeClass = Manifests.read(Recipe.CLASS).getFirst();
    JsonNode probe = Manifests.read(PROBE).getFirst();
    ((ObjectNode) probe.path("metadata")).put("namespace", name);
    try (var stage = new Stage(stand)) {
      stage.given(List.of(namespace, runtimeClass));
      stage.given(Manifests.read(POLICY));
      TypedCommand.run(CREATE.replace("-n ml", "-n " + name), stand.cluster()).orThrow();
      JsonNode stored = stage.stored(probe).orThrow().body();
      stage.admin().delete(probe).orThrow();
      assertFalse(Field.text(stored, "metadata.annotations[cgrant.io/granted-by]").isEmpty());
      Recipe.assertPlaced(stored, stage.stored(runtimeClass).orThrow().body());
      Workload workload = KubeletMapping.workload(stored, runtimeClass);
      return workload.running(workload.program().of("localhost/e2e:1"));
    }
  }

  private static void assertEnds(Node node, Workload probe, int exitCode, String words) {
    try (Container pod = node.start(probe)) {
      Wait.upTo(START).until(() -> "it ends: " + pod.log(), () -> pod.exitCode().isPresent());
      // What a container said last may be written down after it has ended.
      Wait.upTo(START).until(() -> words + " in " + pod.log(), () -> pod.log().contains(words));
      assertEquals(words, pod.log().strip());
      assertEquals(exitCode, pod.exitCode().orElseThrow());
    }
  }
}
