// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class DashboardTemplateTest {

  private static final String DASHBOARD = "dashboard.yaml";
  private static final Pattern VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

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
  void whatIsChosenFromExists() {
    int chosen = 0;
    for (JsonNode variable :
        Chart.json(Chart.FOLDER.resolve("dashboards/cgrant.json")).at("/templating/list")) {
      if (variable.get("type").asText().equals("query")) {
        String query = variable.get("query").asText();
        var values = VALUES.matcher(query);
        assertTrue(values.matches(), query);
        String grouped = "sum by (%s) (%s)".formatted(values.group(2), values.group(1));
        assertEquals(List.of(), KnownMetrics.mistakes(grouped, ""), query);
        chosen++;
      }
    }
    assertEquals(1, chosen);
  }

  @Test
  void everyPanelRestsOnMetricsThatExistAndSaysWhatItShows() {
    Set<String> places = new HashSet<>();
    for (JsonNode panel :
        Chart.json(Chart.FOLDER.resolve("dashboards/cgrant.json")).get("panels")) {
      assertFalse(panel.get("description").asText().isEmpty());
      assertEquals(true, places.add(panel.get("gridPos").toString()), "two panels in one place");
      for (JsonNode target : panel.get("targets")) {
        String expression = target.get("expr").asText();
        String shown = target.get("legendFormat").asText();
        assertEquals(List.of(), KnownMetrics.mistakes(expression, shown), expression);
      }
    }
  }
}
