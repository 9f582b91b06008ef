// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PoddisruptionbudgetTemplateTest {

  private static final String BUDGET = "poddisruptionbudget.yaml";

  @Test
  void oneAtATime() {
    JsonNode budget = Chart.render("{}").only(BUDGET);
    assertEquals(1, budget.at("/spec/maxUnavailable").asInt());
    assertEquals("AlwaysAllow", budget.at("/spec/unhealthyPodEvictionPolicy").asText());
  }

  @Test
  void oneReplicaMustNotKeepItsNodeFromBeingDrained() {
    assertEquals(List.of(), Chart.render("{replicas: 1}").from(BUDGET));
  }

  @Test
  void canBeLeftOut() {
    assertTrue(Chart.render("{podDisruptionBudget: {enabled: false}}").from(BUDGET).isEmpty());
  }
}
