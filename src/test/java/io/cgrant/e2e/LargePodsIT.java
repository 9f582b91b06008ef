// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
