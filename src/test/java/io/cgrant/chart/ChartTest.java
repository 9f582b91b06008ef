// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.WorkloadControllers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The chart as a whole.
final class ChartTest {

  private static final Set<String> CLUSTER_WIDE =
      Set.of(
          "ClusterRole",
          "ClusterRoleBinding",
          "CustomResourceDefinition",
          "MutatingWebhookConfiguration",
          "RuntimeClass",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding",
          "ValidatingWebhookConfiguration");

  @ParameterizedTest
  @MethodSource("examples")
  void lintFindsNothing(Path values) {
    LintResult result = Chart.lint(values);
    assertFalse(result.isFailed(), () -> String.join("\n", result.getMessages()));
  }

  @Test
  void lintReadsTheValuesThatItIsGiven() {
    Path values = Chart.write("{replicas: two}");
    LintResult result = Chart.lint(values);
    Chart.delete(values);
    assertTrue(result.isFailed());
    assertTrue(
        result.getMessages().toString().contains("replicas"), () -> "" + result.getMessages());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void noHookIsLostAndNoneRefused(Path values) {
    boolean isTested = !values.endsWith("everything-values.yaml");
    Rendered rendered = Chart.hooks(values, "cgrant");
    boolean hasTests = rendered.parts().stream().anyMatch(p -> p.template().startsWith("tests/"));
    assertEquals(isTested, hasTests, rendered::text);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleRenders(Path values) {
    Rendered rendered = Chart.renderFile(values);
    assertTrue(rendered.objects().size() > 15, rendered::text);
    for (JsonNode object : rendered.objects()) {
      boolean isClusterWide = CLUSTER_WIDE.contains(object.path("kind").asText());
      assertEquals(
          isClusterWide ? "" : "cgrant",
          object.at("/metadata/namespace").asText(),
          () -> "namespace of " + object.get("metadata"));
    }
  }

  static List<Path> examples() {
    return Chart.examples();
  }

  @Test
  void everyTemplateHasItsTest() throws IOException {
    var missing = new ArrayList<String>();
    Set<String> generated = new GeneratedTemplates().all().keySet();
    try (Stream<Path> files = Files.walk(Chart.TEMPLATES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        String name = Chart.TEMPLATES.relativize(file).toString();
        Path test = Path.of("src/test/java/io/cgrant/chart", testOf(name));
        if (!generated.contains(name) && !Files.exists(test)) {
          missing.add(name + " wants " + test);
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void namesStandInQuotesOrCannotBreakOut() {
    String evil = "a\\\\b'\\\" : {{ .Values }} # x";
    Rendered rendered =
        Chart.render(
            "{rbac: {users: [\"%s\"]}, podAnnotations: {x: \"%s\"}}".formatted(evil, evil));
    assertEquals(
        "a\\b'\" : {{ .Values }} # x",
        rendered.only("clusterrolebinding.yaml").at("/subjects/1/name").asText());
  }

  @Test
  void theDefaultsAreThoseOfTheProgram() {
    JsonNode values = Chart.yaml(Chart.VALUES);
    assertEquals(names(Snapshot.USUALLY_GATED), names(values.get("gatedHandlers")));
    assertEquals(names(WorkloadControllers.USUAL), names(values.get("workloadControllers")));
  }

  @Test
  void theVersionIsThatOfTheProgram() {
    JsonNode chart = Chart.yaml(Chart.FOLDER.resolve("Chart.yaml"));
    var version =
        Pattern.compile("<artifactId>cgrant</artifactId>\\s*<version>([^<]+)</version>")
            .matcher(Chart.text(Path.of("pom.xml")));
    assertTrue(version.find());
    assertEquals(version.group(1), chart.get("version").asText());
    assertEquals(version.group(1), chart.get("appVersion").asText());
  }

  @Test
  void aSecondReleaseWouldTakeTheSameNamesAndHelmRefusesThat() {
    Rendered first = Chart.render("{}", "one");
    Rendered second = Chart.render("{}", "two");
    assertEquals(clusterWide(first), clusterWide(second));
  }

  private static List<String> clusterWide(Rendered rendered) {
    return rendered.objects().stream()
        .filter(o -> CLUSTER_WIDE.contains(o.path("kind").asText()))
        .map(o -> o.path("kind").asText() + "/" + o.at("/metadata/name").asText())
        .toList();
  }

  private static Set<String> names(String list) {
    return new TreeSet<>(Arrays.asList(list.split(",")));
  }

  private static Set<String> names(JsonNode list) {
    var names = new TreeSet<String>();
    list.forEach(name -> names.add(name.asText()));
    return names;
  }

  /// `tests/pods.yaml` to `TestsPodsTemplateTest.java`.
  private static String testOf(String template) {
    var name = new StringBuilder();
    for (String word : template.replace(".yaml", "").split("[/-]")) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name + "TemplateTest.java";
  }
}
