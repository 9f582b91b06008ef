// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
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
  void namesOfPrometheusAreLeftToPrometheus() {
    String all = alerts().toString();
    assertTrue(all.contains("{{ $labels.cause }}"), all);
    assertTrue(all.contains("cgrant_snapshot_age_seconds) > 77"), all);
  }

  private static List<JsonNode> alerts() {
    var alerts = new ArrayList<JsonNode>();
    Chart.render(ON)
        .only(RULE)
        .at("/spec/groups")
        .forEach(group -> group.get("rules").forEach(alerts::add));
    return alerts;
  }
}
