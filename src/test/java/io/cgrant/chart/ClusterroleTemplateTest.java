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

final class ClusterroleTemplateTest {

  private static final String ROLE = "clusterrole.yaml";

  @Test
  void nothingIsGivenByAStarAndNoSecretIsRead() {
    String rules = Chart.render("{}").only(ROLE).get("rules").toString();
    assertFalse(rules.contains("*"), rules);
    assertFalse(rules.contains("secrets"), rules);
    String unreported =
        Chart.render("{reports: {enabled: false}}").only(ROLE).get("rules").toString();
    assertFalse(unreported.contains("delete"), unreported);
    assertFalse(unreported.contains("reports"), unreported);
    assertFalse(unreported.contains("clusterroles"), unreported);
  }

  @Test
  void whatIsWrittenAndNotItsOwnIsNamed() {
    var unnamed = new ArrayList<String>();
    for (JsonNode rule : Chart.render("{}").only(ROLE).get("rules")) {
      boolean writes = rule.get("verbs").toString().matches(".*(create|update|patch).*");
      if (writes && !rule.has("resourceNames")) {
        rule.get("resources").forEach(r -> unnamed.add(r.asText()));
      }
    }
    assertEquals(
        List.of("writablecgrouppolicies/status", "subjectaccessreviews", "events"), unnamed);
  }

  @Test
  void nodesAreListedOnlyWhereTheyAreCounted() {
    assertTrue(Chart.render("{}").only(ROLE).get("rules").toString().contains("nodes"));
    String uncounted = Chart.render("{nodes: {period: '0'}}").only(ROLE).get("rules").toString();
    assertFalse(uncounted.contains("nodes"), uncounted);
  }

  @Test
  void whoWritesNoEventsMayNot() {
    String silent = Chart.render("{events: {enabled: false}}").only(ROLE).get("rules").toString();
    assertFalse(silent.contains("events"), silent);
  }

  @Test
  void whoTellsOfNobodyAsksForNobodysOwners() {
    String silent = "events: {enabled: false}, decisionLog: {written: false}";
    assertFalse(asksForOwners(silent));
    assertFalse(asksForOwners(silent + ", otlp: {endpoint: 'http://c:4318', logs: false}"));
    assertTrue(asksForOwners(silent + ", otlp: {endpoint: 'http://c:4318'}"));
    assertTrue(asksForOwners("events: {enabled: false}"));
    assertTrue(asksForOwners("decisionLog: {written: false}"));
  }

  private static boolean asksForOwners(String values) {
    String rules = Chart.render("{" + values + "}").only(ROLE).get("rules").toString();
    return rules.contains("replicasets");
  }

  @Test
  void nothingIsDeletedButReportsOfItsName() {
    var deleted = new ArrayList<String>();
    for (JsonNode rule : Chart.render("{}").only(ROLE).get("rules")) {
      if (rule.get("verbs").toString().contains("delete")) {
        deleted.add(rule.get("resources") + " " + rule.path("resourceNames"));
      }
    }
    assertEquals(
        List.of("[\"reports\"] [\"cgrant\"]", "[\"policyreports\"] [\"cgrant\"]"), deleted);
  }

  @Test
  void tokensAreReviewedOnlyForTheHttpApi() {
    assertFalse(Chart.render("{}").only(ROLE).toString().contains("tokenreviews"));
    String rules = Chart.render("{api: {enabled: true}}").only(ROLE).get("rules").toString();
    assertTrue(rules.contains("\"resources\":[\"tokenreviews\"],\"verbs\":[\"create\"]"), rules);
  }

  @Test
  void itsWebhooksAreWatchedOnlyWhereItPublishesWhomToTrust() {
    assertEquals("[\"get\",\"list\",\"watch\",\"patch\"]", verbsOnWebhooks("{}"));
    assertEquals("[\"get\",\"patch\"]", verbsOnWebhooks("{certificates: {source: certManager}}"));
  }

  private static String verbsOnWebhooks(String values) {
    for (JsonNode rule : Chart.render(values).only(ROLE).get("rules")) {
      if (rule.get("resources").toString().contains("mutatingwebhookconfigurations")) {
        assertEquals("[\"cgrant\"]", rule.get("resourceNames").toString());
        return rule.get("verbs").toString();
      }
    }
    return "";
  }

  @Test
  void everyVerbIsJustified() {
    assertEquals(List.of(), JustifiedVerbs.missingIn(Chart.text(Chart.TEMPLATES.resolve(ROLE))));
    String unjustified = "# Why `get`.\n- apiGroups: [a]\n  verbs: [get, patch]\n";
    assertEquals(
        List.of("patch of \"# Why `get`.\"", "get of \"\""),
        JustifiedVerbs.missingIn(unjustified + "- apiGroups: [b]\n  verbs: [get]\n"));
  }
}
