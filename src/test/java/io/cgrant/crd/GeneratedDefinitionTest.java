// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.docs.GeneratedFile;
import io.cgrant.policy.Route;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("generated")
final class GeneratedDefinitionTest {

  private static final Path PAGE = Path.of("docs/reference/policy-crd.md");

  /// Through its YAML, as an API server gets it.
  private static final CustomResourceDefinition STORED =
      Serialization.unmarshal(GeneratedDefinition.yaml(), CustomResourceDefinition.class);

  /// `kubectl apply` keeps the object in an annotation that may hold 262,144 bytes.
  private static final int MAX_BYTES = 100_000;

  @Test
  void theReferencePageSaysWhatTheSchemaSays() {
    GeneratedFile.verify(PAGE, ReferencePage.of(GeneratedDefinition.schema()));
  }

  @Test
  void theFileIsSmallEnoughForKubectlApply() {
    int bytes = GeneratedDefinition.yaml().getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes < MAX_BYTES, "the definition has " + bytes + " bytes");
  }

  @Test
  void theNamesAreTheOnesInTheDocumentation() {
    CustomResourceDefinition stored = stored();
    assertEquals("writablecgrouppolicies.cgrant.io", stored.getMetadata().getName());
    assertEquals("cgrant.io", stored.getSpec().getGroup());
    assertEquals("Cluster", stored.getSpec().getScope());
    var names = stored.getSpec().getNames();
    assertEquals("WritableCgroupPolicy", names.getKind());
    assertEquals("writablecgrouppolicies", names.getPlural());
    assertEquals("writablecgrouppolicy", names.getSingular());
    assertEquals(List.of("wcp"), names.getShortNames());
    assertEquals(List.of("cgrant"), names.getCategories());
  }

  @Test
  void oneVersionIsServedAndStoredWithAStatusOfItsOwn() {
    CustomResourceDefinitionVersion version = version();
    assertEquals("v1alpha1", version.getName());
    assertTrue(version.getServed() && version.getStorage());
    assertNotNull(version.getSubresources().getStatus());
  }

  @Test
  void kubectlGetShowsWhatMatters() {
    assertEquals(
        List.of("Enforcement", "Priority", "Granted", "Refused", "Ready", "Age"),
        version().getAdditionalPrinterColumns().stream()
            .map(CustomResourceColumnDefinition::getName)
            .toList());
  }

  @Test
  void conditionsMergeByTypeAndNumbersHaveTheirWidth() {
    JSONSchemaProps conditions = at("status", "conditions");
    assertEquals("map", conditions.getXKubernetesListType());
    assertEquals(List.of("type"), conditions.getXKubernetesListMapKeys());
    var condition = conditions.getItems().getSchema().getProperties();
    assertEquals("int64", condition.get("observedGeneration").getFormat());
    assertEquals("date-time", condition.get("lastTransitionTime").getFormat());
    assertEquals("int64", at("status", "observedGeneration").getFormat());
    assertEquals("int32", at("status", "granted").getFormat());
    assertEquals("int32", at("status", "refusedLastHour").getFormat());
    assertEquals("int32", at("spec", "priority").getFormat());
  }

  @Test
  void onlyDefaultsThatHideNothingAreInTheSchema() {
    var defaults = new TreeMap<String, String>();
    walk(
        "",
        root(),
        (path, schema) -> {
          if (schema.getDefault() != null) {
            defaults.put(path, schema.getDefault().asText());
          }
        });
    assertEquals(
        new TreeMap<>(Map.of("spec.enforcement", "Enforce", "spec.priority", "0")), defaults);
  }

  @Test
  void everyFieldIsDescribedAndEveryListIsBounded() {
    walk(
        "",
        root(),
        (path, schema) -> {
          boolean isKubernetesOwn = path.isEmpty() || path.equals("metadata");
          boolean isEntry = path.endsWith("[]");
          assertTrue(isKubernetesOwn || isEntry || schema.getDescription() != null, path);
          if ("array".equals(schema.getType())) {
            assertNotNull(schema.getMaxItems(), path);
            assertNotNull(schema.getXKubernetesListType(), path);
          }
        });
  }

  @Test
  void noListOfASpecMergesWithWhatAnotherManagerOnceApplied() {
    walk(
        "",
        root(),
        (path, schema) -> {
          if (path.startsWith("spec") && "array".equals(schema.getType())) {
            assertEquals("atomic", schema.getXKubernetesListType(), path);
          }
        });
  }

  @Test
  void specMatchAndGrantMustBeWrittenAndRequirementsMayBeLeftOut() {
    assertEquals(List.of("spec"), root().getRequired());
    assertEquals(List.of("grant", "match"), at("spec").getRequired());
    assertEquals(List.of("routes"), at("spec", "grant").getRequired());
    assertEquals(List.of(), at("spec", "require").getRequired());
  }

  @Test
  void everyRouteCanBeGranted() {
    assertEquals(
        Stream.of(Route.Name.values()).map(Enum::name).sorted().toList(),
        at("spec", "grant", "routes").getItems().getSchema().getEnum().stream()
            .map(n -> n.asText())
            .toList());
  }

  @Test
  void noRuleIsThereTwice() {
    walk(
        "",
        root(),
        (path, schema) -> {
          List<String> rules =
              schema.getXKubernetesValidations().stream().map(ValidationRule::getRule).toList();
          assertEquals(rules.stream().distinct().toList(), rules, path);
        });
  }

  @Test
  void theReferencePageNamesEveryField() {
    String page = ReferencePage.of(root());
    walk(
        "",
        root(),
        (path, schema) -> {
          if (path.contains(".") && !path.endsWith("[]")) {
            String name = path.substring(path.lastIndexOf('.') + 1);
            assertTrue(page.contains("`" + name + "`") || page.contains("`" + path + "`"), path);
          }
        });
    assertFalse(page.contains("null"));
  }

  @Test
  void aStatusIsNeverInventedForANewObject() {
    assertNull(new WritableCgroupPolicy().getStatus());
    assertNull(new WritableCgroupPolicy().getSpec());
  }

  private static CustomResourceDefinition stored() {
    return STORED;
  }

  private static CustomResourceDefinitionVersion version() {
    assertEquals(1, stored().getSpec().getVersions().size());
    return stored().getSpec().getVersions().getFirst();
  }

  private static JSONSchemaProps root() {
    return version().getSchema().getOpenAPIV3Schema();
  }

  private static JSONSchemaProps at(String... path) {
    return Arrays.stream(path)
        .reduce(root(), (schema, name) -> schema.getProperties().get(name), (a, b) -> b);
  }

  @FunctionalInterface
  interface Visitor {
    void visit(String path, JSONSchemaProps schema);
  }

  static void walk(String path, JSONSchemaProps schema, Visitor visitor) {
    visitor.visit(path, schema);
    if (schema.getItems() != null) {
      walk(path + "[]", schema.getItems().getSchema(), visitor);
    }
    if (schema.getAdditionalProperties() != null) {
      walk(path + "[]", schema.getAdditionalProperties().getSchema(), visitor);
    }
    schema
        .getProperties()
        .forEach((name, child) -> walk(path.isEmpty() ? name : path + "." + name, child, visitor));
  }
}
