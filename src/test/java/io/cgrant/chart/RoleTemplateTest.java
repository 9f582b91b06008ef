// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

final class RoleTemplateTest {

  @Test
  void theNamesOfOrdinaryClassesAndLeasesAndNothingElse() {
    JsonNode rules = Chart.render("{}").only("role.yaml").get("rules");
    assertEquals(2, rules.size());
    assertEquals("[\"cgrant-ordinary-classes\"]", rules.at("/0/resourceNames").toString());
    assertEquals("[\"leases\"]", rules.at("/1/resources").toString());
    assertFalse(rules.toString().contains("*"));
  }
}
