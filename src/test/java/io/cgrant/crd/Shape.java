// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an API server says of an object's shape: types, fields, bounds, patterns, enums. Not its
/// validation rules, which are CEL.
public final class Shape {

  private static final JSONSchemaProps SCHEMA = GeneratedDefinition.schema();

  private final List<String> complaints = new ArrayList<>();

  private Shape() {}

  public static List<String> complaints(JsonNode object) {
    var shape = new Shape();
    shape.look("", object, SCHEMA);
    return shape.complaints;
  }

  private void look(String path, JsonNode node, JSONSchemaProps schema) {
    check(isOfType(node, schema), path + " is no " + schema.getType());
    if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
      check(schema.getEnum().contains(node), path + " is not in the enum");
    }
    if (node.isTextual()) {
      text(path, node.textValue(), schema);
    }
    if (node.isArray()) {
      check(isWithin(node.size(), schema.getMinItems(), schema.getMaxItems()), path + " size");
      node.forEach(entry -> look(path + "[]", entry, schema.getItems().getSchema()));
    }
    if (node.isObject() && !path.equals("metadata")) {
      fields(path, node, schema);
    }
  }

  private void fields(String path, JsonNode node, JSONSchemaProps schema) {
    check(
        isWithin(node.size(), schema.getMinProperties(), schema.getMaxProperties()),
        path + " size");
    schema.getRequired().forEach(name -> check(node.has(name), path + "." + name + " required"));
    for (var entry : node.properties()) {
      String below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      JSONSchemaProps known =
          schema.getAdditionalProperties() == null
              ? schema.getProperties().get(entry.getKey())
              : schema.getAdditionalProperties().getSchema();
      check(known != null, below + " is unknown");
      Optional.ofNullable(known).ifPresent(k -> look(below, entry.getValue(), k));
    }
  }

  private void text(String path, String text, JSONSchemaProps schema) {
    check(isWithin(text.length(), schema.getMinLength(), schema.getMaxLength()), path + " length");
    if (schema.getPattern() != null) {
      check(Pattern.compile(schema.getPattern()).matcher(text).find(), path + " pattern");
    }
  }

  private static boolean isOfType(JsonNode node, JSONSchemaProps schema) {
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      return node.isTextual() || node.isIntegralNumber();
    }
    return switch (schema.getType()) {
      case "object" -> node.isObject();
      case "array" -> node.isArray();
      case "string" -> node.isTextual();
      case "boolean" -> node.isBoolean();
      case "integer" -> node.isIntegralNumber();
      default -> throw new IllegalStateException("unexpected type " + schema.getType());
    };
  }

  private static boolean isWithin(int size, Long least, Long most) {
    return (least == null || size >= least) && (most == null || size <= most);
  }

  private void check(boolean holds, String complaint) {
    if (!holds) {
      complaints.add(complaint);
    }
  }
}
