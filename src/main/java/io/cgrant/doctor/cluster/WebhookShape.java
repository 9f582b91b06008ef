// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.registration.OrdinaryNames;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The fields of a webhook in words that can be compared, whoever wrote it: keys in order, blanks
/// alike, what the API server fills in left out, and without the names of ordinary RuntimeClasses,
/// which cgrant keeps there itself.
final class WebhookShape {

  private static final List<String> NOT_COMPARED = List.of("name", "clientConfig");

  private WebhookShape() {}

  static Map<String, String> of(JsonNode webhook) {
    var shape = new TreeMap<String, String>();
    webhook
        .properties()
        .forEach(
            field -> {
              if (field.getKey().equals("matchConditions")) {
                conditions(field.getValue(), shape);
              } else if (!NOT_COMPARED.contains(field.getKey()) && !isEmpty(field.getValue())) {
                shape.put(field.getKey(), text(field.getValue()));
              }
            });
    return shape;
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull() || value.isContainerNode() && value.isEmpty();
  }

  private static void conditions(JsonNode conditions, Map<String, String> shape) {
    for (JsonNode condition : conditions) {
      String expression =
          OrdinaryNames.with(condition.path("expression").asText(), List.of())
              .replaceAll("\\s+", " ")
              .strip();
      shape.put("matchConditions[" + condition.path("name").asText() + "]", expression);
    }
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      return value
          .valueStream()
          .map(WebhookShape::text)
          .collect(Collectors.joining(", ", "[", "]"));
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
