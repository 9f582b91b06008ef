// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// What fabric8's generator cannot say in a schema: formats, list and map types, unique lists,
/// and the default of each requirement.
final class SchemaFinish {

  private SchemaFinish() {}

  static void finish(JSONSchemaProps root) {
    finish("", root);
    finishSelector(at(root, "spec", "match", "namespaceSelector"));
    finishSelector(at(root, "spec", "match", "podSelector"));
    at(root, "spec", "require", "limits", "max").setXKubernetesMapType("atomic");
    at(root, "spec", "priority").setFormat("int32");
    at(root, "spec", "require", "quota", "podsPerNamespace").setFormat("int32");
    count(at(root, "status", "granted"), "int32");
    count(at(root, "status", "refusedLastHour"), "int32");
    count(at(root, "status", "observedGeneration"), "int64");
    finishConditions(at(root, "status", "conditions"));
    at(root, "spec", "exceptions")
        .getItems()
        .getSchema()
        .getProperties()
        .get("expires")
        .setFormat("date-time");
    JSONSchemaProps fares = at(root, "status", "exceptions").getItems().getSchema();
    at(fares, "expires").setFormat("date-time");
    at(fares, "lastUsed").setFormat("date");
  }

  private static void finish(String path, JSONSchemaProps schema) {
    if (schema.getDescription() != null) {
      String told = schema.getDescription().replaceAll("\\s+", " ").strip();
      schema.setDescription(
          Defaults.of(path).map(left -> told + " Left out: " + left + ".").orElse(told));
    }
    // An annotation on a record component lands on its field and on its accessor.
    schema.setXKubernetesValidations(
        new ArrayList<>(new LinkedHashSet<>(schema.getXKubernetesValidations())));
    if (schema.getItems() != null) {
      finishList(schema, schema.getItems().getSchema());
      finish(path + "[]", schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null) {
      finish(path + "[]", schema.getAdditionalProperties().getSchema());
    }
    schema
        .getProperties()
        .forEach((name, child) -> finish(path.isEmpty() ? name : path + "." + name, child));
  }

  /// Atomic, so that an entry taken out of a manifest is gone even where another field manager
  /// once applied it: a policy must never allow more than its author wrote.
  private static void finishList(JSONSchemaProps list, JSONSchemaProps entry) {
    list.setXKubernetesListType("atomic");
    if ("string".equals(entry.getType())) {
      list.getXKubernetesValidations()
          .add(
              rule(
                  "self.all(entry, self.exists_one(other, other == entry))",
                  "must not list an entry twice"));
    }
  }

  private static void finishSelector(JSONSchemaProps selector) {
    selector.setXKubernetesMapType("atomic");
  }

  private static void finishConditions(JSONSchemaProps conditions) {
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
    JSONSchemaProps condition = conditions.getItems().getSchema();
    count(at(condition, "observedGeneration"), "int64");
    at(condition, "lastTransitionTime").setFormat("date-time");
  }

  private static void count(JSONSchemaProps number, String format) {
    number.setFormat(format);
    number.setMinimum(0.0);
  }

  private static JSONSchemaProps at(JSONSchemaProps schema, String... path) {
    JSONSchemaProps found = schema;
    for (String name : path) {
      found = found.getProperties().get(name);
    }
    return found;
  }

  private static ValidationRule rule(String rule, String message) {
    return new ValidationRuleBuilder().withRule(rule).withMessage(message).build();
  }
}
