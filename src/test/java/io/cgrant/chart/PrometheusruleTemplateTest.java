// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class PrometheusruleTemplateTest {

  private static final String RULE = "prometheusrule.yaml";
  private static final String ON =
      "{metrics: {prometheusRule: {enabled: true, snapshotAgeSeconds: 77}}}";

  @Test
  void isForWhoeverHasTheOperator() {
    assertEquals(List.of(), Chart.render("{}").from(RULE));
  }

  @Test
  void noAlertIsLost() {
    assertEquals(
        List.of(
            "CgrantUndecided",
            "CgrantNotSynced",
            "CgrantReplicaMissing",
            "CgrantAbsent",
            "CgrantSnapshotOld",
            "CgrantEventsDropped",
            "CgrantDecisionsNotLogged",
            "CgrantCollectorBehind",
            "CgrantPodsDrifted",
            "CgrantPodsNotLookedAt",
            "CgrantSlow",
            "CgrantCertificateEnds",
            "CgrantAuthorityEnds",
            "CgrantNoLeader",
            "CgrantCertificateSecret",
            "CgrantBundleContested",
            "CgrantClientsRefused",
            "CgrantUnreachable",
            "CgrantPassedOver",
            "CgrantGateOpen"),
        alerts().stream().map(alert -> alert.get("alert").asText()).toList());
  }

  @Test
  void everyAlertRestsOnMetricsThatExist() {
    for (JsonNode alert : alerts()) {
      String expression = alert.get("expr").asText();
      String shown = alert.get("annotations").toString();
      assertEquals(List.of(), KnownMetrics.mistakes(expression, shown), expression);
      assertTrue(expression.contains("cgrant"), expression);
    }
  }

  @Test
  void everyAlertSaysHowBadItIsAndWhatToDo() {
    assertFalse(alerts().isEmpty());
    for (JsonNode alert : alerts()) {
      assertTrue(
          List.of("critical", "warning", "info").contains(alert.at("/labels/severity").asText()));
      assertTrue(alert.at("/annotations/description").asText().endsWith("."), alert::toString);
      assertFalse(alert.at("/annotations/summary").asText().isEmpty());
    }
  }

  @Test
  void everyAlertLeadsToASectionOnIt() {
    String page = "docs/how-to/act-on-an-alert.md";
    var sections = new ArrayList<String>();
    Pattern.compile("(?m)^## (\\w+)$")
        .matcher(Chart.text(Path.of(page)))
        .results()
        .forEach(heading -> sections.add(heading.group(1)));
    assertEquals(alerts().stream().map(alert -> alert.get("alert").asText()).toList(), sections);
    for (JsonNode alert : alerts()) {
      assertEquals(
          "https://github.com/cgrant/cgrant/blob/main/"
              + page
              + "#"
              + alert.get("alert").asText().toLowerCase(Locale.ROOT),
          alert.at("/annotations/runbook_url").asText());
    }
  }

  /// Whoever reads an alert has no clone at hand.
  @Test
  void noAlertNamesAPathOfTheRepository() {
    for (JsonNode alert : alerts()) {
      assertFalse(alert.at("/annotations/description").asText().contains("docs/"), alert::toString);
    }
  }

  @Test
  void theSectionsMayBeElsewhere() {
    String values =
        "{metrics: {prometheusRule: {enabled: true, runbooks: 'https://wiki.example.com/alerts'}}}";
    assertEquals(
        "https://wiki.example.com/alerts#cgrantundecided",
        Chart.render(values)
            .only(RULE)
            .at("/spec/groups/0/rules/0/annotations/runbook_url")
            .asText());
  }

  @Test
  void namesOfPrometheusAreLeftToPrometheus() {
    String all = alerts().toString();
    assertTrue(all.contains("{{ $labels.cause }}"), all);
    assertTrue(all.contains("cgrant_snapshot_age_seconds) > 77"), all);
  }

  @Test
  void asManyReplicasAreWantedAsThereAre() {
    assertEquals(List.of("sum(cgrant_snapshot_synced) < 3"), missing(3));
    assertEquals(List.of("sum(cgrant_snapshot_synced) < 2"), missing(2));
    // One alone that does not know the policies is a worse alert.
    assertEquals(List.of(), missing(1));
  }

  private static List<String> missing(int replicas) {
    return alerts("{replicas: " + replicas + ", " + ON.substring(1)).stream()
        .filter(alert -> alert.get("alert").asText().equals("CgrantReplicaMissing"))
        .map(alert -> alert.get("expr").asText())
        .toList();
  }

  private static List<JsonNode> alerts() {
    return alerts(ON);
  }

  private static List<JsonNode> alerts(String values) {
    var alerts = new ArrayList<JsonNode>();
    Chart.render(values)
        .only(RULE)
        .at("/spec/groups")
        .forEach(group -> group.get("rules").forEach(alerts::add));
    return alerts;
  }
}
