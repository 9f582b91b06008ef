// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a sweep finds, as reports of the published kinds.
@ExtendWith(StandExtension.class)
final class PolicyReportsIT {

  private static final String OFTEN = "-Dcgrant.drift.period=1s";
  private static final String SECRET = "planted-value-7301";

  /// More than a report holds.
  private static final int MANY = 103;

  /// Deleted objects go when the garbage collector has heard of their kind, each half minute.
  private static final Duration COLLECTED = Duration.ofMinutes(4);

  private static final Duration TOLD = Duration.ofMinutes(1);

  private static final String NARROWED =
      "{\"spec\":{\"require\":{\"limits\":{\"max\":{\"cpu\":\"100m\"}}}}}";
  private static final String TOLERATING = "{\"spec\":{\"enforcement\":\"Audit\"}}";
  private static final String WIDENED =
      "{\"spec\":{\"enforcement\":\"Enforce\",\"require\":{\"limits\":{\"max\":{\"cpu\":\"3\"}}}}}";
  private static final String FORGED =
      "{\"results\":[],\"summary\":{\"pass\":7},\"scope\":{\"kind\":\"Pod\",\"name\":\"innocent\"}}";

  @Test
  void whatDriftsIsReportedInWhicheverKindThereIs(Stand stand) {
    try (var stage = new Stage(stand)) {
      StoredReports older = StoredReports.older(stage.admin());
      StoredReports open = StoredReports.open(stage.admin());
      if (older.areServed() || open.areServed()) {
        throw Abort.because(
            "reports", "their definitions are in this cluster already", "take one without them");
      }
      stand.cgrant().close();
      stand.cgrant().start(OFTEN);
      try {
        report(stand, stage, older, open);
      } finally {
        older.uninstall();
        open.uninstall();
        stand.cgrant().close();
        stand.cgrant().start();
      }
    }
  }

  private static void report(Stand stand, Stage stage, StoredReports older, StoredReports open) {
    var few = new World(stand.newId());
    var many = new World(stand.newId());
    var ended = new World(stand.newId());
    for (World world : List.of(few, many, ended)) {
      stage.given(world.given());
    }
    stage.create(withSecret(few.pod("running"))).orThrow();
    stage.create(ended.pod("running")).orThrow();
    for (int i = 0; i < MANY; i++) {
      stage.create(many.pod("pod-%03d".formatted(i))).orThrow();
    }

    older.install();
    JsonNode foreign = foreign(older, few.namespace());
    stage.admin().create(foreign).orThrow();
    stage.admin().merge(few.policy(), NARROWED).orThrow();
    stage.admin().merge(ended.policy(), NARROWED).orThrow();
    JsonNode first = older.await(few.namespace(), "a drift", r -> failed(r) == 1);
    assertReport(stage, first, few);

    stage.admin().patch(older.path(few.namespace(), "cgrant"), FORGED).orThrow();
    stage.admin().merge(many.policy(), NARROWED).orThrow();
    JsonNode repaired =
        older.await(few.namespace(), "what was forged is gone", r -> !r.has("scope"));
    assertEquals(first.path("results"), repaired.path("results"));
    assertEquals(first.path("summary"), repaired.path("summary"));
    JsonNode capped = older.await(many.namespace(), "a full report", r -> failed(r) == MANY);
    assertEquals(101, capped.path("results").size());
    assertTrue(
        capped.at("/results/100/message").asText().startsWith("3 more pods "), capped.toString());

    open.install();
    stage.admin().merge(few.policy(), TOLERATING).orThrow();
    JsonNode moved = open.await(few.namespace(), "a warning", r -> warned(r) == 1);
    assertEquals(List.of("warn Tolerated Pod/running"), StoredReports.results(moved));
    older.awaitNone(few.namespace());
    older.awaitNone(many.namespace());
    assertTrue(stage.admin().get(foreign).accepted(), "it is somebody else's");

    endsWithItsNamespace(stand, stage, open, ended);
    goesOnAfterARestart(stand, stage, open, few, many);
    goesWithTheRole(stand, stage, open, many.namespace());
  }

  private static void endsWithItsNamespace(
      Stand stand, Stage stage, StoredReports open, World ended) {
    open.await(ended.namespace(), "a drift", r -> failed(r) == 1);
    // Other scenarios stop the API server.
    int before = Manifests.text(stand.cgrant().log()).length();
    JsonNode namespace = ended.given().getFirst();
    stage.admin().delete(namespace).orThrow();
    Wait.upTo(COLLECTED)
        .until("the namespace is gone", () -> stage.admin().get(namespace).code() == 404);
    assertFalse(
        Manifests.text(stand.cgrant().log())
            .substring(before)
            .contains("reports are not as they should be"),
        "nobody need be told");
  }

  private static void goesOnAfterARestart(
      Stand stand, Stage stage, StoredReports open, World few, World many) {
    JsonNode before = open.await(many.namespace(), "all", r -> failed(r) == MANY);
    stand.cgrant().close();
    stand.cgrant().start(OFTEN);
    stage.admin().merge(few.policy(), WIDENED).orThrow();
    open.awaitNone(few.namespace());
    // Told once all reports are as they should be, which is after the last of them is.
    Wait.upTo(TOLD).until("3 left out", () -> sum(stand, "cgrant_report_results_left_out") == 3);
    assertEquals(before, open.in(many.namespace()).body(), "it was not written again");
    assertEquals(1, sum(stand, "cgrant_report_changes_total{change=\"Removed\"}"));
    assertEquals(0, sum(stand, "cgrant_report_changes_total{change=\"Written\"}"));
  }

  private static double sum(Stand stand, String series) {
    return new ExposedSeries(stand.cgrant().metricsText()).sum(series);
  }

  /// As when it is uninstalled.
  private static void goesWithTheRole(
      Stand stand, Stage stage, StoredReports open, String namespace) {
    Abort.unless(stand.cluster(), Cluster.Ability.Controllers, "reports go with the role");
    JsonNode role =
        Manifests.read(Path.of("deploy/rbac.yaml")).stream()
            .filter(object -> Manifests.kind(object).equals("ClusterRole"))
            .findFirst()
            .orElseThrow();
    stand.cgrant().close();
    stage.admin().delete(role).orThrow();
    try {
      Wait.upTo(COLLECTED)
          .until(
              () -> "the report is gone: " + open.in(namespace).body(),
              () -> open.in(namespace).code() == 404);
    } finally {
      stage.admin().apply(role).orThrow();
    }
  }

  private static void assertReport(Stage stage, JsonNode report, World world) {
    assertEquals(List.of("fail PolicyChanged Pod/running"), StoredReports.results(report));
    JsonNode result = report.at("/results/0");
    JsonNode pod = stage.stored(world.pod("running")).body();
    assertEquals(pod.at("/metadata/uid").asText(), result.at("/resources/0/uid").asText());
    assertEquals("cgrant", result.path("source").asText());
    assertEquals("ray-" + world.id(), result.path("policy").asText());
    assertEquals("high", result.path("severity").asText());
    assertTrue(
        result.at("/properties/reasons").asText().contains("LimitAboveMax"), result.toString());
    assertTrue(
        result.path("message").asText().startsWith("granted by ray-" + world.id() + "@1, which is"),
        result.toString());
    assertFalse(report.toString().contains(SECRET));
    JsonNode owner = report.at("/metadata/ownerReferences/0");
    String role = "/apis/rbac.authorization.k8s.io/v1/clusterroles/cgrant";
    assertEquals(
        stage.admin().get(role).body().at("/metadata/uid").asText(), owner.path("uid").asText());
  }

  private static JsonNode withSecret(JsonNode pod) {
    ((ObjectNode) pod.at("/spec/containers/0"))
        .putArray("env")
        .addObject()
        .put("name", "TOKEN")
        .put("value", SECRET);
    ((ObjectNode) pod.at("/metadata")).putObject("annotations").put("example.com/note", SECRET);
    return pod;
  }

  private static JsonNode foreign(StoredReports older, String namespace) {
    ObjectNode report = (ObjectNode) Manifests.read(older.sample()).getFirst();
    ((ObjectNode) report.get("metadata")).put("namespace", namespace).put("name", "other");
    ((ObjectNode) report.get("metadata")).remove("ownerReferences");
    return report;
  }

  private static int failed(JsonNode report) {
    return report.at("/summary/fail").asInt();
  }

  private static int warned(JsonNode report) {
    return report.at("/summary/warn").asInt();
  }
}
