// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.e2e.node.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A folder of `docs/how-to` with a policy, a namespace, and manifests that are granted and that
/// are refused.
record Recipe(Path folder) {

  /// The RuntimeClass that all of them name.
  static final Path CLASS = Path.of("deploy/node/kubernetes/runtimeclass.yaml");

  private static final Path PAGES = Path.of("docs/how-to");

  static List<Recipe> all() {
    return files(PAGES).filter(f -> Files.exists(f.resolve("README.md"))).map(Recipe::new).toList();
  }

  static Recipe named(String name) {
    return new Recipe(PAGES.resolve(name));
  }

  String name() {
    return folder.getFileName().toString();
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  List<Path> manifests() {
    return files(folder)
        .filter(f -> f.getFileName().toString().matches("(granted|refused)-.*\\.yaml"))
        .toList();
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The container of a manifest as a node gets it, after an API server with cgrant had the pod.
  /// Under names of its own: the recipe's may still be there of another test.
  Workload granted(String manifest, String container, Stand stand) {
    String id = stand.newId();
    try (var stage = new Stage(stand)) {
      JsonNode namespace = Manifests.read(file("namespace.yaml")).getFirst();
      rename(namespace, Manifests.name(namespace) + "-" + id);
      JsonNode runtimeClass = Manifests.read(CLASS).getFirst();
      stage.given(List.of(namespace, runtimeClass));
      stage.given(Manifests.read(file("policy.yaml")));
      JsonNode pod = pod(Manifests.read(file(manifest)).getFirst());
      ((ObjectNode) pod.path("metadata")).put("namespace", Manifests.name(namespace));
      JsonNode stored = stage.developer().rehearse(pod).orThrow().body();
      assertFalse(Field.text(stored, "metadata.annotations[cgrant.io/granted-by]").isEmpty());
      assertTrue(
          stored.at("/spec/runtimeClassName").asText().equals(Manifests.name(runtimeClass)),
          stored::toString);
      return KubeletMapping.workload(stored, runtimeClass, container);
    }
  }

  /// A granted pod has from its class what its cgroups take from the node beside its limits, and it
  /// goes to nodes that have the handler.
  ///
  /// @param runtimeClass as stored
  static void assertPlaced(JsonNode pod, JsonNode runtimeClass) {
    assertEquals(
        runtimeClass.at("/overhead/podFixed"), pod.at("/spec/overhead"), "overhead of " + pod);
    assertEquals(
        runtimeClass.at("/scheduling/nodeSelector"),
        pod.at("/spec/nodeSelector"),
        "nodeSelector of " + pod);
  }

  private static void rename(JsonNode object, String name) {
    ((ObjectNode) object.path("metadata")).put("name", name);
  }

  /// The pod of a workload as a controller creates it: its labels and its spec, and the namespace.
  static JsonNode pod(JsonNode object) {
    if (!object.at("/spec/template").isObject()) {
      return object;
    }
    ObjectNode pod = object.at("/spec/template").deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ((ObjectNode) pod.path("metadata"))
        .put("name", Manifests.name(object) + "-0")
        .put("namespace", Manifests.namespace(object));
    // The controller of a StatefulSet adds a volume for each claim.
    object
        .at("/spec/volumeClaimTemplates")
        .forEach(
            claim -> {
              ObjectNode volume =
                  pod.withObjectProperty("spec").withArrayProperty("volumes").addObject();
              volume.put("name", Manifests.name(claim));
              volume
                  .putObject("persistentVolumeClaim")
                  .put("claimName", Manifests.name(claim) + "-0");
            });
    return pod;
  }
}
