// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.crd.GeneratedDefinition;
import io.cgrant.docs.GeneratedFile;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.registration.Guards;
import io.cgrant.registration.WebhookConfigurations;
import io.cgrant.registration.WebhookTarget;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the chart tells the API server is what the code says, whatever the values are.
@Tag("generated")
final class GeneratedTemplatesTest {

  private static final Set<String> HANDLERS = Set.of(Snapshot.USUALLY_GATED.split(","));
  private static final WorkloadControllers CONTROLLERS =
      new WorkloadControllers(Set.of(WorkloadControllers.USUAL.split(",")));
  private static final String PEM =
      "-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----\n";

  private static final List<String> CONFIGURATIONS =
      List.of("mutatingwebhookconfiguration.yaml", "validatingwebhookconfiguration.yaml");

  @BeforeAll
  static void theTemplatesAreWhatTheCodeSays() {
    new GeneratedTemplates()
        .all()
        .forEach((name, text) -> GeneratedFile.verify(Chart.TEMPLATES.resolve(name), text));
  }

  @Test
  void theDefaultsAreThoseOfTheCode() {
    var target = new WebhookTarget.Service("cgrant", "cgrant", 443, Optional.empty());
    assertSame(expected(target, "cgrant", HANDLERS, CONTROLLERS), Chart.render("{}"));
  }

  @Test
  void namespaceHandlersAndControllersComeFromTheValues() {
    var target = new WebhookTarget.Service("elsewhere", "cgrant", 443, Optional.empty());
    var controllers = new WorkloadControllers(Set.of("system:one", "system:two"));
    String values = "{gatedHandlers: [b, a], workloadControllers: ['system:two', 'system:one']}";
    assertSame(
        expected(target, "elsewhere", Set.of("a", "b"), controllers),
        Chart.render(values, "elsewhere"));
  }

  @Test
  void aSecretComesWithTheAuthorityToTrust() {
    var target = new WebhookTarget.Service("cgrant", "cgrant", 443, Optional.of(base64(PEM)));
    String values =
        "{certificates: {source: secret, secretName: tls, caBundle: \"%s\"}}"
            .formatted(PEM.replace("\n", "\\n"));
    assertSame(expected(target, "cgrant", HANDLERS, CONTROLLERS), Chart.render(values));
  }

  @Test
  void anAddressTakesThePlaceOfTheService() {
    var target =
        new WebhookTarget.Url(URI.create("https://10.0.0.7:8443"), Optional.of(base64(PEM)));
    String values =
        "{replicas: 0, webhooks: {url: 'https://10.0.0.7:8443', caBundle: \"%s\"}}"
            .formatted(PEM.replace("\n", "\\n"));
    assertSame(expected(target, "cgrant", HANDLERS, CONTROLLERS), Chart.render(values));
  }

  /// The page of the webhooks says of their fields what the comments in the manifests say.
  @Test
  void theReferenceSaysTheSameOfEachField() {
    String page = Chart.text(Path.of("docs/reference/webhooks.md"));
    List<String> fields = GeneratedTemplates.fields();
    assertEquals(
        List.of(
            "failurePolicy",
            "timeoutSeconds",
            "matchPolicy",
            "matchConditions",
            "namespaceSelector",
            "sideEffects",
            "reinvocationPolicy"),
        fields.stream().map(field -> field.replaceFirst(":.*", "")).toList());
    String rows =
        fields.stream()
            .map(field -> field.replaceFirst("(\\w+): (.*)", "| `$1` | $2 |\n"))
            .collect(Collectors.joining());
    assertTrue(page.contains(rows), () -> "docs/reference/webhooks.md is to have:\n" + rows);
  }

  @Test
  void labelsAndAnnotationsOfYoursAreBesideThoseOfTheChart() {
    Rendered rendered =
        Chart.render(
            "{certificates: {source: certManager}, webhooks: {labels: {team: a},"
                + " annotations: {admissions.enforcer/disabled: 'true'}}}");
    for (String template : CONFIGURATIONS) {
      JsonNode metadata = rendered.only(template).get("metadata");
      assertEquals("a", metadata.at("/labels/team").asText());
      assertEquals("cgrant", metadata.at("/labels/app.kubernetes.io~1name").asText());
      assertEquals("true", metadata.at("/annotations/admissions.enforcer~1disabled").asText());
      assertEquals(
          "cgrant/cgrant", metadata.at("/annotations/cert-manager.io~1inject-ca-from").asText());
    }
    Rendered plain = Chart.render("{webhooks: {annotations: {a: b}}}");
    for (String template : CONFIGURATIONS) {
      assertEquals("{\"a\":\"b\"}", plain.only(template).at("/metadata/annotations").toString());
      assertFalse(Chart.render("{}").only(template).get("metadata").has("annotations"));
    }
  }

  @Test
  void certManagerIsToldWhereToWriteTheAuthority() {
    Rendered rendered = Chart.render("{certificates: {source: certManager}}");
    for (String template : CONFIGURATIONS) {
      assertEquals(
          "cgrant/cgrant",
          rendered
              .only(template)
              .at("/metadata/annotations/cert-manager.io~1inject-ca-from")
              .asText());
    }
  }

  @Test
  void theDefinitionIsUpgradedAndNeverUninstalled() {
    JsonNode definition = Chart.render("{}").only("customresourcedefinition.yaml");
    assertEquals("keep", definition.at("/metadata/annotations/helm.sh~1resource-policy").asText());
    assertEquals(Chart.yaml(GeneratedDefinition.yaml()).get("spec"), definition.get("spec"));
  }

  @Test
  void aListThatApplyingAnewEmptiesIsNotInTheChart() {
    assertFalse(Chart.render("{}").only("ordinary-classes.yaml").has("data"));
  }

  private static Map<String, JsonNode> expected(
      WebhookTarget target,
      String namespace,
      Set<String> handlers,
      WorkloadControllers controllers) {
    var webhooks = new WebhookConfigurations(target, namespace, controllers);
    var expected = new TreeMap<String, JsonNode>();
    Stream.concat(
            new Guards(handlers, namespace, controllers).all().stream(),
            Stream.<HasMetadata>of(webhooks.mutating(), webhooks.validating()))
        .map(object -> Chart.yaml(Serialization.asYaml(object)))
        .forEach(object -> expected.put(key(object), object));
    return expected;
  }

  private static void assertSame(Map<String, JsonNode> expected, Rendered rendered) {
    var found = new TreeMap<String, JsonNode>();
    for (JsonNode object : rendered.objects()) {
      if (expected.containsKey(key(object))) {
        found.put(key(object), withoutLabels(object));
      }
    }
    assertEquals(pretty(expected), pretty(found));
  }

  private static String pretty(Map<String, JsonNode> objects) {
    var text = new StringBuilder();
    objects.forEach((key, object) -> text.append(key).append(sorted(object)).append('\n'));
    return text.toString();
  }

  private static String sorted(JsonNode object) {
    return new ObjectMapper().convertValue(object, TreeMap.class).toString();
  }

  private static JsonNode withoutLabels(JsonNode object) {
    ObjectNode copy = object.deepCopy();
    ((ObjectNode) copy.get("metadata")).remove("labels");
    return copy;
  }

  private static String key(JsonNode object) {
    return object.get("kind").asText() + "/" + object.at("/metadata/name").asText();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
