// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import io.fabric8.crdv2.generator.CustomResourceInfo;
import io.fabric8.crdv2.generator.ResolvingContext;
import io.fabric8.crdv2.generator.v1.CustomResourceHandler;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;

/// The CustomResourceDefinition, from the records of `io.cgrant.crd` by fabric8's generator, and
/// then what that generator cannot do.
public final class GeneratedDefinition {

  private GeneratedDefinition() {}

  static CustomResourceDefinition definition() {
    var handler = new CustomResourceHandler();
    handler.handle(
        CustomResourceInfo.fromClass(WritableCgroupPolicy.class),
        ResolvingContext.defaultResolvingContext(false));
    var definition = (CustomResourceDefinition) handler.finish().findFirst().orElseThrow().getKey();
    var version = definition.getSpec().getVersions().getFirst();
    version.setAdditionalPrinterColumns(columns());
    finishRoot(version.getSchema().getOpenAPIV3Schema());
    return definition;
  }

  static JSONSchemaProps schema() {
    return definition().getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
  }

  public static String yaml() {
    String yaml = Serialization.asYaml(definition());
    return yaml.substring(yaml.startsWith("---\n") ? 4 : 0);
  }

  private static void finishRoot(JSONSchemaProps root) {
    root.setDescription(
        "Who may have a writable cgroup: a pod that asks is granted one if at least one policy"
            + " matches it and finds nothing wrong with it. Policies only ever allow.");
    root.setRequired(List.of("spec"));
    root.getProperties().get("spec").setDescription("What the author of the policy writes.");
    root.getProperties()
        .get("status")
        .setDescription("What cgrant says about the policy. Written by cgrant alone.");
    root.getProperties().put("apiVersion", text("Always cgrant.io/v1alpha1."));
    root.getProperties().put("kind", text("Always WritableCgroupPolicy."));
    root.getProperties().put("metadata", new JSONSchemaPropsBuilder().withType("object").build());
    SchemaFinish.finish(root);
  }

  private static JSONSchemaProps text(String description) {
    return new JSONSchemaPropsBuilder().withType("string").withDescription(description).build();
  }

  private static List<CustomResourceColumnDefinition> columns() {
    return List.of(
        column("Enforcement", "string", ".spec.enforcement"),
        column("Priority", "integer", ".spec.priority"),
        column("Granted", "integer", ".status.granted"),
        wide(column("Refused", "integer", ".status.refusedLastHour")),
        column("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status"),
        column("Age", "date", ".metadata.creationTimestamp"));
  }

  private static CustomResourceColumnDefinition wide(CustomResourceColumnDefinition column) {
    return new CustomResourceColumnDefinitionBuilder(column).withPriority(1).build();
  }

  private static CustomResourceColumnDefinition column(String name, String type, String path) {
    return new CustomResourceColumnDefinitionBuilder()
        .withName(name)
        .withType(type)
        .withJsonPath(path)
        .build();
  }

  /// Whether a policy has a field at this path, as `spec.require.rules[].name`.
  public static boolean hasField(String path) {
    int last = path.lastIndexOf('.');
    return fields(path.substring(0, last)).contains(path.substring(last + 1));
  }

  /// The names of the fields of an object of a policy; none where there is no such object.
  public static Set<String> fields(String path) {
    JSONSchemaProps object = schema();
    for (String step : path.split("\\.", -1)) {
      boolean isEntry = step.endsWith("[]");
      String name = isEntry ? step.substring(0, step.length() - 2) : step;
      JSONSchemaProps field = object.getProperties().get(name);
      if (field == null) {
        return Set.of();
      }
      object = isEntry ? field.getItems().getSchema() : field;
    }
    return object.getProperties().keySet();
  }
}
