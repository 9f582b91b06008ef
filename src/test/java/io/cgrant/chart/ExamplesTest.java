// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The files of `ci/` are rendered, linted and sent to a real API server: what no file sets is
/// tried by nobody.
final class ExamplesTest {

  @Test
  void eachKeyIsAwayFromItsDefaultInOneOfThem() {
    List<JsonNode> examples = Chart.examples().stream().map(Chart::yaml).toList();
    List<JsonPointer> keys = new ArrayList<>();
    JsonNode defaults = Chart.yaml(Chart.VALUES);
    addLeaves(keys, JsonPointer.empty(), defaults);
    assertTrue(keys.size() > 60, keys.size() + " keys");
    assertEquals(List.of(), keys.stream().filter(k -> !isChanged(k, defaults, examples)).toList());
  }

  private static boolean isChanged(JsonPointer key, JsonNode defaults, List<JsonNode> examples) {
    return examples.stream()
        .map(example -> example.at(key))
        .anyMatch(value -> !value.isMissingNode() && !value.equals(defaults.at(key)));
  }

  /// An object without a key is a value: somebody fills it.
  private static void addLeaves(List<JsonPointer> keys, JsonPointer where, JsonNode values) {
    if (!values.isObject() || values.isEmpty()) {
      keys.add(where);
      return;
    }
    for (Map.Entry<String, JsonNode> entry : values.properties()) {
      addLeaves(keys, where.appendProperty(entry.getKey()), entry.getValue());
    }
  }
}
