// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

final class RolebindingTemplateTest {

  @Test
  void bindsTheSameAsTheBindingOfTheCluster() {
    Rendered rendered = Chart.render("{rbac: {users: [a]}}");
    JsonNode binding = rendered.only("rolebinding.yaml");
    assertEquals("Role", binding.at("/roleRef/kind").asText());
    assertEquals(rendered.only("clusterrolebinding.yaml").get("subjects"), binding.get("subjects"));
  }
}
