// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.docs.GeneratedFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportBodyTest {

  private static final Instant SINCE = Instant.ofEpochSecond(1_700_000_000L);

  @Test
  void everyFieldOfAResultIsWritten() {
    JsonNode report =
        body(
            ReportKind.OpenReports,
            List.of(PodResult.of(Found.refusedToday("ml", "head")).get()),
            1);
    assertEquals("openreports.io/v1alpha1", report.path("apiVersion").asText());
    assertEquals("Report", report.path("kind").asText());
    assertEquals("cgrant", report.at("/metadata/name").asText());
    assertEquals("ml", report.at("/metadata/namespace").asText());
    assertEquals(
        "{\"app.kubernetes.io/managed-by\":\"cgrant\"}", report.at("/metadata/labels").toString());
    assertEquals(
        "[{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"ClusterRole\","
            + "\"name\":\"cgrant\",\"uid\":\"u-1\"}]",
        report.at("/metadata/ownerReferences").toString());
    assertEquals(
        "{\"limits\":{\"maxResults\":100,\"statusFilter\":[\"fail\",\"warn\"]}}",
        report.path("configuration").toString());
    assertEquals(
        "{\"pass\":0,\"fail\":1,\"warn\":0,\"error\":0,\"skip\":0}",
        report.path("summary").toString());
    assertEquals(
        "{\"source\":\"cgrant\",\"policy\":\"ray\",\"rule\":\"PolicyChanged\","
            + "\"category\":\"Writable cgroup\",\"severity\":\"high\",\"result\":\"fail\","
            + "\"scored\":true,\"message\":\"why\","
            + "\"timestamp\":{\"seconds\":1700000000,\"nanos\":0},"
            + "\"resources\":[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"namespace\":\"ml\","
            + "\"name\":\"head\",\"uid\":\"u-head\"}],\"properties\":",
        report.at("/results/0").toString().replaceFirst("\"properties\":.*", "\"properties\":"));
    assertEquals("ray@3", report.at("/results/0/properties/grantedBy").asText());
  }

  @Test
  void theOlderKindHasNoPlaceForASource() {
    JsonNode report =
        body(ReportKind.WgPolicy, List.of(PodResult.of(Found.tolerated("ml", "head")).get()), 0);
    assertEquals("wgpolicyk8s.io/v1alpha2", report.path("apiVersion").asText());
    assertEquals("PolicyReport", report.path("kind").asText());
    assertFalse(report.has("source") || report.has("configuration"));
    assertEquals("cgrant", report.at("/results/0/source").asText());
    assertEquals("warn", report.at("/results/0/result").asText());
    assertFalse(report.at("/results/0/scored").asBoolean());
  }

  @Test
  void thatThereAreMoreIsAResultOnTheNamespace() {
    JsonNode report =
        body(
            ReportKind.OpenReports,
            List.of(PodResult.of(Found.refusedToday("ml", "head")).get()),
            8);
    assertEquals(8, report.at("/summary/fail").asInt());
    JsonNode more = report.at("/results/1");
    assertEquals("MorePods", more.path("rule").asText());
    assertEquals("fail", more.path("result").asText());
    assertEquals(
        "[{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"name\":\"ml\"}]",
        more.path("resources").toString());
    assertTrue(
        more.path("message").asText().startsWith("7 more pods of this namespace have no result"),
        more.toString());
  }

  /// A real API server is asked whether it takes these, without a field that it does not know.
  @Tag("generated")
  @ParameterizedTest
  @EnumSource
  void theSamplesHaveEveryFieldThatIsEverWritten(ReportKind kind) {
    List<PodResult> results =
        Stream.of(Found.refusedToday("ml", "head"), Found.tolerated("ml", "tail"))
            .map(holding -> PodResult.of(holding).orElseThrow())
            .toList();
    GeneratedFile.verify(
        Path.of("src/test/resources/policyreport", kind.name().toLowerCase(Locale.ROOT) + ".json"),
        body(kind, results, 3).toPrettyString() + "\n");
  }

  private static JsonNode body(ReportKind kind, List<PodResult> results, int failed) {
    long warned = results.stream().filter(r -> r.outcome() == PodResult.Outcome.Warn).count();
    return ReportBody.of(
        kind,
        "ml",
        new NamespaceFindings(results, failed, (int) warned),
        result -> SINCE,
        Optional.of(new Owner("rbac.authorization.k8s.io/v1", "ClusterRole", "cgrant", "u-1")));
  }
}
