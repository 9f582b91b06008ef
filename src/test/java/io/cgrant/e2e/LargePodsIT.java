// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The API server bounds what a match condition may cost, and refuses a pod that is beyond: an
/// ordinary pod must not be.
@ExtendWith(StandExtension.class)
final class LargePodsIT {

  @ParameterizedTest
  @CsvSource({"6, 300, 40", "1, 100, 600", "4, 200, 40", "1, 30, 1000", "20, 50, 20", "40, 40, 2"})
  void anOrdinaryPodIsCreatedAndChangedHoweverMuchItsFirstWordRefersTo(
      int containers, int variables, int references, Stand stand) {
    var world = new World(stand.newId());
    JsonNode pod = large(world.ordinaryPod("large"), containers, variables, references);
    assertCreatedAndChanged(world, pod, stand);
  }

  /// Those that a Service may define are looked at more closely.
  @ParameterizedTest
  @CsvSource({"6, 300", "1, 480", "20, 120"})
  void anOrdinaryPodIsCreatedAndChangedHoweverManyOfItsVariablesArePorts(
      int containers, int variables, Stand stand) {
    var world = new World(stand.newId());
    JsonNode pod = large(world.ordinaryPod("large"), containers, variables, 1);
    for (JsonNode container : pod.at("/spec/containers")) {
      for (int j = 0; j < variables; j++) {
        ((ObjectNode) container.at("/env/" + j))
            .put("name", j == 0 ? "VARIABLE_0" : "BACKEND_" + j + "_PORT");
      }
    }
    assertCreatedAndChanged(world, pod, stand);
  }

  @ParameterizedTest
  @CsvSource({"3, 200", "10, 300", "90, 20"})
  void noPodIsRefusedByTheApiServerHoweverManyOfItsValuesReferToPorts(
      int containers, int variables, Stand stand) {
    var world = new World(stand.newId());
    JsonNode pod = large(world.ordinaryPod("large"), containers, variables, 1);
    for (JsonNode container : pod.at("/spec/containers")) {
      ((ArrayNode) container.path("env"))
          .forEach(v -> ((ObjectNode) v).put("value", "http://$(DB_HOST):$(DB_PORT)/"));
      ((ArrayNode) container.path("env")).addObject().put("name", "DB_PORT").put("value", "5");
    }
    assertCreatedAndChanged(world, pod, stand);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 8_000})
  void noPodIsRefusedByTheApiServerHoweverManyItsAnnotationsAre(int annotations, Stand stand) {
    var world = new World(stand.newId());
    JsonNode pod = world.ordinaryPod("large");
    ObjectNode many = ((ObjectNode) pod.path("metadata")).withObject("/annotations");
    for (int i = 0; i < annotations; i++) {
      many.put("a" + Integer.toString(i, 36), "");
    }
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      stage.create(pod).orThrow();
      String label = "{\"metadata\":{\"labels\":{\"changed\":\"yes\"}}}";
      stage.admin().strategicPatch(Resources.path(pod), label).orThrow();
    }
  }

  @Test
  void noPodIsRefusedByTheApiServerHoweverMuchOfItsMetadataItRefersTo(Stand stand) {
    var world = new World(stand.newId());
    JsonNode pod = large(world.ordinaryPod("large"), 1, 1, 1);
    var environment = (ArrayNode) pod.at("/spec/containers/0/env");
    for (int i = 0; i < 450; i++) {
      environment
          .addObject()
          .put("name", "LABEL_" + i)
          .putObject("valueFrom")
          .putObject("fieldRef")
          .put("fieldPath", "metadata.labels['l" + i + "']");
    }
    for (int i = 0; i < 50; i++) {
      environment.addObject().put("name", "A_" + i + "_PORT").put("value", "1");
    }
    environment.addObject().put("name", "SCRIPT").put("value", "$(A_1_PORT) ".repeat(8_000));
    assertCreatedAndChanged(world, pod, stand);
  }

  private static void assertCreatedAndChanged(World world, JsonNode pod, Stand stand) {
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      Reply created = stage.create(pod);
      assertTrue(created.accepted(), created::message);
      String image =
          "{\"spec\":{\"containers\":[{\"name\":\"c0\",\"image\":\"registry.example.com/app:2\"}]}}";
      Reply changed = stage.admin().strategicPatch(Resources.path(pod), image);
      assertTrue(changed.accepted(), changed::message);
    }
  }

  private static JsonNode large(JsonNode pod, int containers, int variables, int references) {
    ArrayNode list = ((ObjectNode) pod.path("spec")).putArray("containers");
    for (int i = 0; i < containers; i++) {
      ObjectNode container = list.addObject();
      container.put("name", "c" + i).put("image", "registry.example.com/app:1");
      ArrayNode environment = container.putArray("env");
      for (int j = 0; j < variables; j++) {
        environment.addObject().put("name", "VARIABLE_" + j).put("value", "value-" + j);
      }
      var word = new StringBuilder("run");
      for (int j = 0; j < references; j++) {
        word.append(" $(VARIABLE_").append(j % variables).append(')');
      }
      container.putArray("args").add(word.toString());
    }
    return pod;
  }
}
