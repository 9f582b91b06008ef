// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsOrArray;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;

/// What fabric8's generator cannot say in a schema: formats, list and map types, unique lists,
/// the fields that are refused for now, and the default of each requirement.
final class SchemaFinish {

  private SchemaFinish() {}

  static void finish(JSONSchemaProps root) {
    finish("", root);
    NotYetEnforced.below("match").forEach(field -> refuse(at(root, "spec", "match"), field));
    NotYetEnforced.below("require").forEach(field -> refuse(at(root, "spec", "require"), field));
    finishSelector(at(root, "spec", "match", "namespaceSelector"));
    finishSelector(at(root, "spec", "match", "podSelector"));
    at(root, "spec", "require", "limits", "max").setXKubernetesMapType("atomic");
    at(root, "spec", "priority").setFormat("int32");
    count(at(root, "status", "granted"), "int32");
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

  private static void refuse(JSONSchemaProps parent, NotYetEnforced field) {
    var schema =
        switch (field.shape()) {
          case TEXT -> new JSONSchemaPropsBuilder().withType("string");
          case OBJECT -> freeForm();
          case LIST ->
              new JSONSchemaPropsBuilder()
                  .withType("array")
                  .withXKubernetesListType("atomic")
                  .withItems(new JSONSchemaPropsOrArray(null, freeForm().build()));
        };
    parent
        .getProperties()
        .put(
            field.field(),
            schema
                .withDescription(
                    "Part of the API, but not enforced by this version and so refused.")
                .build());
    ValidationRule rule =
        rule("!has(self." + field.field() + ")", field.path() + " " + NotYetEnforced.PROBLEM);
    rule.setFieldPath("." + field.field());
    parent.getXKubernetesValidations().add(rule);
    parent.setProperties(new TreeMap<>(parent.getProperties()));
  }

  private static JSONSchemaPropsBuilder freeForm() {
    return new JSONSchemaPropsBuilder()
        .withType("object")
        .withXKubernetesPreserveUnknownFields(true);
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
