// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PodmonitorTemplateTest {

  private static final String MONITOR = "podmonitor.yaml";

  @Test
  void isForWhoeverHasTheOperator() {
    assertEquals(List.of(), Chart.render("{}").from(MONITOR));
  }

  @Test
  void readsThePortThatHasTheMetrics() {
    Rendered rendered =
        Chart.render("{metrics: {podMonitor: {enabled: true, labels: {release: a}}}}");
    JsonNode monitor = rendered.only(MONITOR);
    assertEquals("a", monitor.at("/metadata/labels/release").asText());
    assertEquals("management", monitor.at("/spec/podMetricsEndpoints/0/port").asText());
    assertEquals("/q/metrics", monitor.at("/spec/podMetricsEndpoints/0/path").asText());
    assertEquals(
        rendered.only("deployment.yaml").at("/spec/selector/matchLabels"),
        monitor.at("/spec/selector/matchLabels"));
  }
}
