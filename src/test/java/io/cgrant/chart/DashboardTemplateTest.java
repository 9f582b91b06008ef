// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DashboardTemplateTest {

  private static final String DASHBOARD = "dashboard.yaml";

  @Test
  void isLeftOutByDefault() {
    assertEquals(List.of(), Chart.render("{}").from(DASHBOARD));
  }

  @Test
  void isFoundByItsLabelAndIsJson() {
    JsonNode map = Chart.render("{metrics: {dashboard: {enabled: true}}}").only(DASHBOARD);
    assertEquals("1", map.at("/metadata/labels/grafana_dashboard").asText());
    assertEquals(
        Chart.json(Chart.FOLDER.resolve("dashboards/cgrant.json")),
        Chart.yaml(map.at("/data/cgrant.json").asText()));
  }

  @Test
  void everyPanelRestsOnMetricsThatExistAndSaysWhatItShows() {
    Set<String> places = new HashSet<>();
    for (JsonNode panel :
        Chart.json(Chart.FOLDER.resolve("dashboards/cgrant.json")).get("panels")) {
      assertFalse(panel.get("description").asText().isEmpty());
      assertEquals(true, places.add(panel.get("gridPos").toString()), "two panels in one place");
      for (JsonNode target : panel.get("targets")) {
        assertEquals(List.of(), KnownMetrics.unknown(target.get("expr").asText()));
      }
    }
  }
}
