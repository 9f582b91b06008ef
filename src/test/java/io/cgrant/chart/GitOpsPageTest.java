// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.registration.OrdinaryNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// What Argo CD and Flux are told to ignore is what cgrant writes of the chart's objects, and no
/// more.
final class GitOpsPageTest {

  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Path PAGE = Path.of("docs/how-to/install-with-gitops.md");

  @Test
  void fluxIgnoresExactlyTheExpressionsWithAPlaceForNames() {
    JsonNode ignored = example("HelmRelease").at("/spec/driftDetection/ignore");
    assertEquals(2, ignored.size());
    for (JsonNode rule : ignored) {
      assertEquals("cgrant", rule.at("/target/name").asText());
      String kind = rule.at("/target/kind").asText();
      List<String> paths = texts(rule.get("paths"));
      assertFalse(paths.isEmpty());
      assertEquals(placesForNames(kind), paths, kind);
    }
  }

  @Test
  void argoIgnoresExpressionsAndBundlesOfBothConfigurations() {
    JsonNode ignored = example("Application").at("/spec/ignoreDifferences");
    assertEquals(
        List.of("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"),
        ignored.findValuesAsText("kind"));
    for (JsonNode rule : ignored) {
      assertEquals("admissionregistration.k8s.io", rule.get("group").asText());
      assertEquals("cgrant", rule.get("name").asText());
      assertEquals(
          List.of(
              ".webhooks[]?.clientConfig.caBundle", ".webhooks[]?.matchConditions[]?.expression"),
          texts(rule.get("jqPathExpressions")));
    }
  }

  /// Else the match conditions of the first version would stay for ever.
  @Test
  void argoStillAppliesWhatItIgnores() {
    String options = example("Application").at("/spec/syncPolicy/syncOptions").toString();
    assertFalse(options.contains("RespectIgnoreDifferences"), options);
    for (JsonNode object : webhookConfigurations()) {
      assertTrue(object.at("/metadata/labels").has("app.kubernetes.io/version"), object::toString);
    }
  }

  @Test
  void theChartLooksNothingUp() {
    for (Rendered.Part part : Chart.render("{}").parts()) {
      String template = Chart.text(Chart.TEMPLATES.resolve(part.template()));
      assertFalse(template.matches("(?s).*\\b(lookup|genCA|genSignedCert|rand\\w+) .*\\}\\}.*"));
    }
  }

  private static List<String> placesForNames(String kind) {
    JsonNode configuration =
        webhookConfigurations().stream()
            .filter(o -> o.get("kind").asText().equals(kind))
            .findFirst()
            .orElseThrow();
    var found = new ArrayList<String>();
    JsonNode webhooks = configuration.get("webhooks");
    for (int i = 0; i < webhooks.size(); i++) {
      JsonNode conditions = webhooks.get(i).path("matchConditions");
      for (int j = 0; j < conditions.size(); j++) {
        if (OrdinaryNames.fitsInto(conditions.get(j).get("expression").asText())) {
          found.add("/webhooks/%d/matchConditions/%d/expression".formatted(i, j));
        }
      }
    }
    return found;
  }

  private static List<JsonNode> webhookConfigurations() {
    return Chart.render("{}").objects().stream()
        .filter(o -> o.get("kind").asText().endsWith("WebhookConfiguration"))
        .toList();
  }

  private static JsonNode example(String kind) {
    return EXAMPLE
        .matcher(Chart.text(PAGE))
        .results()
        .map(found -> Chart.yaml(found.group(1)))
        .filter(object -> object.get("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
