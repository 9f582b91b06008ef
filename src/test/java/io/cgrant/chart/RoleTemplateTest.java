// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RoleTemplateTest {

  private static final String ROLE = "role.yaml";

  @Test
  void theNamesOfOrdinaryClassesAndLeasesAndNothingElse() {
    JsonNode rules = Chart.render("{certificates: {source: certManager}}").only(ROLE).get("rules");
    assertEquals(2, rules.size());
    assertEquals("[\"cgrant-ordinary-classes\"]", rules.at("/0/resourceNames").toString());
    assertEquals("[\"leases\"]", rules.at("/1/resources").toString());
    assertFalse(rules.toString().contains("*"));
  }

  @Test
  void oneSecretByNameWhereItMakesTheCertificateItself() {
    JsonNode rules = Chart.render("{}").only(ROLE).get("rules");
    assertEquals(3, rules.size());
    JsonNode secret = rules.get(2);
    assertEquals("[\"secrets\"]", secret.get("resources").toString());
    assertEquals("[\"cgrant-certificates\"]", secret.get("resourceNames").toString());
    assertEquals(
        "[\"get\",\"list\",\"watch\",\"create\",\"patch\"]", secret.get("verbs").toString());
  }

  @Test
  void everyVerbIsJustified() {
    assertEquals(List.of(), JustifiedVerbs.missingIn(Chart.text(Chart.TEMPLATES.resolve(ROLE))));
  }
}
