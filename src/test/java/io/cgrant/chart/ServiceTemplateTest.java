// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class ServiceTemplateTest {

  @Test
  void leadsToPortsThatThePodsHave() {
    assertPorts("{}", "[\"https\",\"management\"]");
    assertPorts("{api: {enabled: true}}", "[\"https\",\"management\",\"api\"]");
  }

  private static void assertPorts(String values, String names) {
    Rendered rendered = Chart.render(values);
    JsonNode service = rendered.only("service.yaml").get("spec");
    JsonNode deployment = rendered.only("deployment.yaml").get("spec");
    assertEquals(deployment.at("/selector/matchLabels"), service.get("selector"));
    String ports = deployment.at("/template/spec/containers/0/ports").toString();
    service
        .get("ports")
        .forEach(p -> assertTrue(ports.contains("\"name\":" + p.get("targetPort")), p::toString));
    assertEquals(443, service.at("/ports/0/port").asInt());
    assertEquals(
        names,
        new ObjectMapper().valueToTree(service.get("ports").findValuesAsText("name")).toString());
  }
}
