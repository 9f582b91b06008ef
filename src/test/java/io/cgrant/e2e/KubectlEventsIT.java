// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.docs.GeneratedFile;
import io.cgrant.e2e.Cluster.Ability;
import io.cgrant.e2e.Terminal.Look;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a person reads with kubectl of pods that real controllers make, word for word. The file is
/// written anew by `src/main/sh/golden`.
@ExtendWith(StandExtension.class)
final class KubectlEventsIT {

  private static final Path GOLDEN = Path.of("src/test/resources/golden/kubectl-events.txt");
  private static final Path OBJECTS = Path.of("src/test/resources/golden/kubectl-events.yaml");
  private static final Duration BOUND = Duration.ofMinutes(4);

  private static final String HEAD =
      """
      # What kubectl shows of cgrant's Events, as the test KubectlEventsIT wrote it down on a real control plane. Not edited by
      # hand. Rows of others, as of the controllers, are left out; ages, what is random in a name, and the order by time are not kept.
      """;

  /// None of their pods has a memory limit.
  private static final List<Look> REFUSED =
      List.of(
          new Look("describe deployment refused", 1),
          // The controller's own Event is there, with every finding.
          new Look("describe replicaset -l app=refused", 0),
          new Look("describe replicaset refused-alone", 1),
          new Look("describe statefulset refused", 1),
          new Look("describe job refused", 1),
          new Look("describe cronjob refused", 1),
          new Look("describe farm refused", 1),
          new Look("events --for pod/refused", 1),
          new Look("events --for pod/refused-", 1),
          new Look("events --for deployment/refused", 1),
          new Look("events --types=Warning", 8),
          new Look("describe writablecgrouppolicy ray-$ID", 1));

  private static final List<Look> GRANTED =
      List.of(
          new Look("describe deployment granted", 1),
          new Look("describe pod running", 2),
          new Look("describe writablecgrouppolicy ray-$ID", 1));

  /// A Deployment is told of each pod that runs, on the pod.
  private static final List<Look> DRIFTED =
      List.of(
          new Look("describe pod running", 3),
          new Look("describe deployment granted", 1),
          new Look("events", 6));

  private static final String FARMS =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: farms.farm-$ID.example.com}
      spec:
        group: farm-$ID.example.com
        scope: Namespaced
        names: {kind: Farm, plural: farms, singular: farm}
        versions:
        - name: v1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object}}
      """;

  private static final String FARM =
      """
      apiVersion: farm-$ID.example.com/v1
      kind: Farm
      metadata: {name: refused, namespace: ml-$ID}
      """;

  private static final String GRANTED_DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: granted, namespace: ml-$ID}
      spec:
        replicas: 2
        selector: {matchLabels: {app: granted}}
        template:
          metadata: {labels: {app: granted, cgrant.io/writable-cgroup: "true"}}
          spec:
            containers: $CONTAINERS
      """;

  private static final String DEBUGGED =
      """
      {"spec": {"ephemeralContainers": [{"name": "debug", "image": "registry.example.com/app:1",
       "securityContext": {"privileged": true}}]}}
      """;

  private static final String CONTAINERS =
      """
      [{name: main, image: "registry.example.com/app:1", resources: {limits: {cpu: 900m$MEMORY}}, securityContext: \
      {allowPrivilegeEscalation: false, seccompProfile: {type: RuntimeDefault}, capabilities: {drop: [ALL]}}}]""";

  @Test
  void everyKindOfPodLeavesTheWordsThatAreKept(Stand stand) {
    Abort.unless(stand.cluster(), Ability.Controllers, "Events of pods that controllers make");
    var refused = new World(stand.newId());
    var granted = new World(stand.newId());
    CgrantProcess cgrant = stand.cgrant();
    cgrant.close();
    cgrant.start("-Dcgrant.drift.period=1s");
    try (var stage = new Stage(stand)) {
      Stream.of(refused, granted).forEach(world -> stage.given(world.given()));
      beGranted(stage, granted);
      beRefused(stage, refused);
      var text = new StringBuilder(HEAD);
      text.append(seen(new Terminal(stand, refused), REFUSED));
      var terminal = new Terminal(stand, granted);
      text.append(seen(terminal, GRANTED));
      stage.admin().delete(granted.policy()).orThrow();
      text.append("\n# The policy is deleted, and the pods run.\n");
      text.append(seen(terminal, DRIFTED));
      GeneratedFile.verify(GOLDEN, text.toString(), "src/main/sh/golden");
    } finally {
      cgrant.close();
      cgrant.start();
    }
  }

  private static String seen(Terminal terminal, List<Look> looks) {
    Wait.upTo(BOUND)
        .until(
            () -> "all is told of:\n" + terminal.transcript(looks),
            () -> looks.stream().allMatch(terminal::shows));
    return terminal.transcript(looks);
  }

  private static void beGranted(Stage stage, World world) {
    stage.create(world.pod("running")).orThrow();
    int code = stage.admin().merge(world.pod("running"), "ephemeralcontainers", DEBUGGED).code();
    assertEquals(403, code, "what may not be added to a pod that runs");
    String limited = GRANTED_DEPLOYMENT.replace("$CONTAINERS", CONTAINERS);
    String yaml = limited.replace("$MEMORY", ", memory: 1Gi");
    stage.create(objects(yaml, world, "").getFirst()).orThrow();
  }

  private static void beRefused(Stage stage, World world) {
    stage.given(objects(FARMS, world, ""));
    JsonNode farm = objects(FARM, world, "").getFirst();
    Wait.upTo(BOUND).until("farms are served", () -> stage.admin().create(farm).accepted());
    String uid = stage.stored(farm).orThrow().body().at("/metadata/uid").asText();
    String yaml = Manifests.text(OBJECTS).replace("$CONTAINERS", CONTAINERS).replace("$MEMORY", "");
    for (JsonNode object : objects(yaml, world, uid)) {
      boolean isPod = Manifests.kind(object).equals("Pod");
      assertEquals(isPod ? 403 : 201, stage.create(object).code(), object::toString);
      if (Manifests.kind(object).equals("CronJob")) {
        // Rather than to wait for the first of January.
        String longAgo = "{\"status\":{\"lastScheduleTime\":\"2020-06-01T00:00:00Z\"}}";
        stage.admin().merge(object, "status", longAgo).orThrow();
      }
    }
  }

  private static List<JsonNode> objects(String yaml, World world, String uid) {
    return Manifests.parse(yaml.replace("$ID", world.id()).replace("$UID", uid));
  }
}
