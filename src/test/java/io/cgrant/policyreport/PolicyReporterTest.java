// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What Policy Reporter makes of our reports. Each step here is one of its own, of version 3.9.0
/// (github.com/kyverno/policy-reporter), written in Java: this says what it reads, and not that it
/// runs.
class PolicyReporterTest {

  private static final Instant SINCE = Instant.ofEpochSecond(1_700_000_000L);

  /// `openreports/reports-api` v0.2.1, `report_types.go`, and in Policy Reporter
  /// `pkg/crd/api/policyreport/v1alpha2/common.go`: the types that it decodes into. Go refuses the
  /// whole report for one value of another type.
  private static final Map<String, JsonNodeType> RESULT =
      Map.ofEntries(
          Map.entry("source", JsonNodeType.STRING),
          Map.entry("policy", JsonNodeType.STRING),
          Map.entry("rule", JsonNodeType.STRING),
          Map.entry("category", JsonNodeType.STRING),
          Map.entry("severity", JsonNodeType.STRING),
          Map.entry("timestamp", JsonNodeType.OBJECT),
          Map.entry("result", JsonNodeType.STRING),
          Map.entry("scored", JsonNodeType.BOOLEAN),
          Map.entry("resources", JsonNodeType.ARRAY),
          Map.entry("message", JsonNodeType.STRING),
          Map.entry("properties", JsonNodeType.OBJECT));

  private static final Map<String, JsonNodeType> TIMESTAMP =
      Map.of("seconds", JsonNodeType.NUMBER, "nanos", JsonNodeType.NUMBER);
  private static final Map<String, JsonNodeType> SUMMARY =
      Map.of(
          "pass", JsonNodeType.NUMBER,
          "fail", JsonNodeType.NUMBER,
          "warn", JsonNodeType.NUMBER,
          "error", JsonNodeType.NUMBER,
          "skip", JsonNodeType.NUMBER);

  /// `pkg/openreports/common.go`. What is not among them it counts as `Unknown`.
  private static final Set<String> STATUSES = Set.of("pass", "fail", "warn", "error", "skip");

  private static final Set<String> SEVERITIES = Set.of("critical", "high", "medium", "low", "info");

  /// One of each sort, and the one that says that there are more.
  private static JsonNode report(ReportKind kind) {
    List<PodResult> results =
        Stream.of(
                Found.refusedToday("ml", "head"),
                Found.grantedToday("ml", "other"),
                Found.tolerated("ml", "tail"))
            .map(holding -> PodResult.of(holding).orElseThrow())
            .toList();
    return ReportBody.of(
        kind, "ml", new NamespaceFindings(results, 5, 1), key -> SINCE, Optional.empty());
  }

  @ParameterizedTest
  @EnumSource
  void everyValueHasTheTypeThatItIsDecodedInto(ReportKind kind) {
    JsonNode report = report(kind);
    assertTypes(SUMMARY, report.path("summary"));
    assertEquals(4, report.path("results").size());
    for (JsonNode result : report.path("results")) {
      assertTypes(RESULT, result);
      assertTypes(TIMESTAMP, result.path("timestamp"));
      assertTrue(result.at("/timestamp/nanos").canConvertToInt());
      result.path("properties").forEach(value -> assertTrue(value.isTextual(), result::toString));
      result.at("/resources/0").forEach(value -> assertTrue(value.isTextual(), result::toString));
    }
  }

  private static void assertTypes(Map<String, JsonNodeType> types, JsonNode object) {
    object
        .properties()
        .forEach(
            field ->
                assertEquals(
                    types.get(field.getKey()), field.getValue().getNodeType(), field::toString));
  }

  /// What its list of results and its targets show. A result without a time would be of 1970.
  @ParameterizedTest
  @EnumSource
  void everyResultFillsEveryFieldThatIsShown(ReportKind kind) {
    for (ObjectNode shown : shown(report(kind))) {
      for (String field :
          List.of(
              "id",
              "namespace",
              "kind",
              "apiVersion",
              "name",
              "message",
              "category",
              "policy",
              "rule",
              "status",
              "source",
              "severity")) {
        assertFalse(shown.path(field).asText().isEmpty(), field + " of " + shown);
      }
      assertEquals(SINCE.getEpochSecond(), shown.path("timestamp").asLong(), shown::toString);
      assertEquals("ml", shown.path("namespace").asText());
      assertEquals("cgrant", shown.path("source").asText());
      assertEquals("Writable cgroup", shown.path("category").asText());
      assertTrue(STATUSES.contains(shown.path("status").asText()), shown::toString);
      assertTrue(SEVERITIES.contains(shown.path("severity").asText()), shown::toString);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResultIsShownAsItWasFound(ReportKind kind) {
    JsonNode shown = shown(report(kind)).getFirst();
    assertEquals("Pod", shown.path("kind").asText());
    assertEquals("v1", shown.path("apiVersion").asText());
    assertEquals("head", shown.path("name").asText());
    assertEquals("ray", shown.path("policy").asText());
    assertEquals("PolicyChanged", shown.path("rule").asText());
    assertEquals("fail", shown.path("status").asText());
    assertEquals("high", shown.path("severity").asText());
    assertEquals("why", shown.path("message").asText());
    assertEquals("ray@3", shown.at("/properties/grantedBy").asText());
  }

  /// Its database keeps one of each id, and a target is sent one of each id once.
  @ParameterizedTest
  @EnumSource
  void noTwoResultsAreTakenForOne(ReportKind kind) {
    List<ObjectNode> shown = shown(report(kind));
    var ids = new HashSet<String>();
    shown.forEach(result -> ids.add(result.path("id").asText()));
    assertEquals(shown.size(), ids.size());
    assertEquals(shown, shown(report(kind)), "the same is known again");
  }

  /// Of `policy_report_result`: `pkg/listener/metrics/result_detailed.go`.
  @ParameterizedTest
  @EnumSource
  void eachResultIsASeriesOfItsMetric(ReportKind kind) {
    JsonNode report = report(kind);
    var series = new HashSet<Map<String, String>>();
    for (JsonNode result : report.path("results")) {
      var labels = new TreeMap<String, String>();
      labels.put("namespace", report.at("/metadata/namespace").asText());
      labels.put("report", report.at("/metadata/name").asText());
      labels.put("kind", result.at("/resources/0/kind").asText());
      labels.put("name", result.at("/resources/0/name").asText());
      labels.put("status", result.path("result").asText());
      for (String same : List.of("rule", "policy", "severity", "category", "source")) {
        labels.put(same, result.path(same).asText());
      }
      assertFalse(labels.containsValue(""), labels::toString);
      series.add(labels);
    }
    assertEquals(report.path("results").size(), series.size());
  }

  /// `MapPolicyReportResults` of `pkg/database/model.go`, and `MapPolicyResults` of
  /// `pkg/api/v2/views.go`, after `Prepare` of `pkg/report/result/reconditioner.go`. A
  /// `PolicyReport` has been through `ToOpenReports` (`policyreport_types.go`) before, which hands
  /// on these fields as they are.
  private static List<ObjectNode> shown(JsonNode report) {
    JsonNode scope = report.path("scope");
    return report
        .path("results")
        .valueStream()
        .map(
            result -> {
              JsonNode resource = result.has("resources") ? result.at("/resources/0") : scope;
              String category = result.path("category").asText();
              String source = result.path("source").asText();
              String namespace = resource.path("namespace").asText();
              ObjectNode shown = JsonNodeFactory.instance.objectNode();
              shown.put("id", id(scope, result));
              shown.put(
                  "namespace",
                  namespace.isEmpty() ? report.at("/metadata/namespace").asText() : namespace);
              shown.set("kind", resource.path("kind"));
              shown.set("apiVersion", resource.path("apiVersion"));
              shown.set("name", resource.path("name"));
              shown.set("message", result.path("message"));
              shown.put("category", category.isEmpty() ? "Other" : category);
              shown.set("policy", result.path("policy"));
              shown.set("rule", result.path("rule"));
              shown.set("status", result.path("result"));
              shown.put("source", source.isEmpty() ? report.path("source").asText() : source);
              shown.set("severity", result.path("severity"));
              shown.put("timestamp", result.at("/timestamp/seconds").asLong());
              shown.set("properties", result.path("properties"));
              return shown;
            })
        .toList();
  }

  /// `defaultIDGenerator` of `pkg/report/result/id_generator.go`, which hashes these words.
  private static String id(JsonNode scope, JsonNode result) {
    JsonNode given = result.at("/properties/resultID");
    if (!given.isMissingNode()) {
      return given.asText();
    }
    JsonNode resource = scope.isMissingNode() ? result.at("/resources/0") : scope;
    return String.join(
        "",
        resource.path("name").asText(),
        resource.path("uid").asText(),
        result.path("policy").asText(),
        result.path("rule").asText(),
        result.path("result").asText(),
        result.path("category").asText(),
        result.path("message").asText());
  }
}
