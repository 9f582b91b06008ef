// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.registration.OrdinaryNames;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The fields of a webhook, or of a guard, in words that can be compared, whoever wrote it: keys in
/// order, blanks alike, what the API server fills in left out, and without the names of ordinary
/// RuntimeClasses, which cgrant keeps there itself.
final class Shape {

  private static final List<String> NOT_COMPARED = List.of("name", "clientConfig");

  private final Map<String, String> fields = new TreeMap<>();

  private Shape() {}

  static Map<String, String> of(JsonNode object) {
    var shape = new Shape();
    for (var field : object.properties()) {
      if (!NOT_COMPARED.contains(field.getKey())) {
        shape.add(field.getKey(), field.getValue());
      }
    }
    return shape.fields;
  }

  private void add(String name, JsonNode value) {
    switch (name) {
      case "matchConditions", "variables" ->
          value.forEach(
              one ->
                  fields.put(
                      name + "[" + one.path("name").asText() + "]",
                      expression(one.path("expression"))));
      case "validations" -> validations(value);
      case "matchConstraints", "matchResources", "paramRef" -> {
        for (var field : value.properties()) {
          put(name + "." + field.getKey(), field.getValue());
        }
      }
      default -> put(name, value);
    }
  }

  /// What they say to people may differ.
  private void validations(JsonNode validations) {
    int index = 0;
    for (JsonNode one : validations) {
      fields.put("validations[" + index + "]", expression(one.path("expression")));
      index++;
    }
  }

  private void put(String name, JsonNode value) {
    if (!isEmpty(value)) {
      fields.put(name, text(value));
    }
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull() || value.isContainerNode() && value.isEmpty();
  }

  private static String expression(JsonNode written) {
    return OrdinaryNames.with(written.asText(), List.of()).replaceAll("\\s+", " ").strip();
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      return value.valueStream().map(Shape::text).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value.isObject()) {
      return value.properties().stream()
          .filter(field -> !isEmpty(field.getValue()))
          .sorted(Map.Entry.comparingByKey())
          .map(field -> field.getKey() + ": " + text(field.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value.asText();
  }
}
