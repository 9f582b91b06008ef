// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.e2e.Cluster.Ability;
import io.cgrant.e2e.Cluster.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What a person sees in the terminal, in kubectl's own words.
@ExtendWith(StandExtension.class)
final class KubectlIT {

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: builder, namespace: ml-$ID}
      spec:
        replicas: 2
        selector: {matchLabels: {app: builder}}
        template:
          metadata: {labels: {app: builder, cgrant.io/writable-cgroup: "true"}}
          spec:
            containers: [{name: main, image: "registry.example.com/app:1"}]
      """;

  @TempDir private Path folder;

  @Test
  void applyShowsTheWarningAndDescribeShowsTheEvent(Stand stand) throws IOException {
    Abort.unless(stand.cluster(), Ability.Controllers, "Deployment whose pods are refused");
    var world = new World(stand.newId());
    Path file = folder.resolve("deployment.yaml");
    String yaml = DEPLOYMENT.replace("$ID", world.id());
    Files.writeString(file, yaml);
    JsonNode deployment = Manifests.parse(yaml).getFirst();
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      try {
        String applied = kubectl(stand, "apply", "-f", file.toString()).orThrow();
        assertTrue(applied.contains("deployment.apps/builder created"), applied);
        assertTrue(
            applied.contains(
                "Warning: pods would be refused: spec.template.spec.containers[0].resources.limits.cpu: LimitMissing"),
            applied);
        String[] describe = {"describe", "deployment", "-n", world.namespace()};
        Wait.upTo(Duration.ofMinutes(2))
            .until(
                () -> "the Event in:\n" + kubectl(stand, describe).output(),
                () -> isTold(kubectl(stand, describe).output()));
      } finally {
        kubectl(stand, "delete", "deployment", "builder", "-n", world.namespace(), "--wait=true");
        Wait.upTo(Duration.ofMinutes(2))
            .until(
                "no ReplicaSet",
                () ->
                    kubectl(stand, "get", "rs", "-n", world.namespace())
                        .output()
                        .contains("No resources"));
        assertNotEquals(200, stage.stored(deployment).code());
      }
    }
  }

  @Test
  void aRefusalReadsWellAndEveryFindingHasItsLine(Stand stand) throws IOException {
    var world = new World(stand.newId());
    JsonNode pod = world.pod("worker").deepCopy();
    ((ObjectNode) pod.at("/spec/containers/0")).remove("resources");
    Path file = folder.resolve("pod.json");
    Files.writeString(file, pod.toString());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      var refused = kubectl(stand, "apply", "-f", file.toString());
      assertEquals(1, refused.exitCode(), refused::output);
      assertTrue(
          refused
              .output()
              .contains(
                  "\n- spec.containers[0].resources.limits.cpu: LimitMissing (policy ray-"
                      + world.id()
                      + "): "),
          refused::output);
      assertTrue(
          refused
              .output()
              .contains(
                  "\n- spec.containers[0].resources.limits.memory: LimitMissing (policy ray-"
                      + world.id()
                      + "): "),
          refused::output);
    }
  }

  private static boolean isTold(String described) {
    return described.contains("cgrant.io/webhook")
        && described.contains("Refused")
        && described.contains("LimitMissing");
  }

  private static Command.Result kubectl(Stand stand, String... arguments) {
    return Command.of(Programs.kubectl(stand.cluster()).toString(), arguments)
        .with("KUBECONFIG", stand.cluster().kubeconfig(User.Developer))
        .with("KUBECACHEDIR", Folders.ofRun("e2e/kubectl-cache"))
        .run();
  }
}
