// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.e2e.node.Container;
import io.cgrant.e2e.node.Node;
import io.cgrant.e2e.node.NodesExtension;
import io.cgrant.e2e.node.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The doctor in its DaemonSet, as the page gives it: the image, as nobody, on a node that runs.
@Tag("image")
@ExtendWith({StandExtension.class, NodesExtension.class})
final class DoctorInDaemonSetIT {

  private static final Path DAEMON_SET = Path.of("docs/how-to/doctor/daemonset.yaml");

  @Test
  void asNobodyItFindsOnANodeWhatRootFinds(Stand stand, Node node) {
    List<JsonNode> page = Manifests.read(DAEMON_SET);
    try (var stage = new Stage(stand)) {
      stage.given(List.of(page.getFirst()));
      ObjectNode pod = pod(page.getLast());
      stage.admin().create(pod).orThrow();
      JsonNode stored = stage.stored(pod).orThrow().body();
      String image = stored.at("/spec/initContainers/0/image").asText();
      node.takeImage(BuiltImage.ofThisRun().archive(), image.substring(0, image.lastIndexOf(':')));
      Workload workload =
          KubeletMapping.workload(stored, NullNode.getInstance(), "doctor").at(node.plainHandler());
      try (Container doctor = ended(node.start(workload))) {
        // Its node has handlers that bound nothing, for other tests.
        assertEquals(1, doctor.exitCode().orElseThrow(), doctor::log);
        assertTrue(doctor.log().contains("Error    WritableHandlers: runtimes.runc-unbounded"));
        assertEquals(asRoot(node), doctor.log());
      }
      node.run("chmod 700 /etc/containerd/conf.d").orThrow();
      try (Container doctor = ended(node.start(workload))) {
        assertEquals(2, doctor.exitCode().orElseThrow(), doctor::log);
        assertTrue(
            doctor.log().contains("Unseen   /etc/containerd/conf.d cannot be listed: permission"),
            doctor::log);
      } finally {
        node.run("chmod 755 /etc/containerd/conf.d").orThrow();
      }
    }
  }

  private static Container ended(Container doctor) {
    Wait.upTo(Duration.ofSeconds(30)).until(doctor::log, () -> doctor.exitCode().isPresent());
    return doctor;
  }

  private static String asRoot(Node node) {
    String root = node.root().toString();
    return PackagedJar.command("doctor", "--node", root, "--proc", root + "/proc")
        .run()
        .output()
        .strip();
  }

  /// As the controller of DaemonSets makes them, for any node.
  private static ObjectNode pod(JsonNode daemonSet) {
    var pod = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata")
        .put("name", "doctor")
        .put("namespace", daemonSet.at("/metadata/namespace").asText());
    pod.set("spec", daemonSet.at("/spec/template/spec"));
    return pod;
  }
}
