// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

final class ClusterrolebindingTemplateTest {

  @Test
  void bindsTheAccountAloneUnlessUsersAreNamed() {
    JsonNode binding = Chart.render("{}", "elsewhere").only("clusterrolebinding.yaml");
    assertEquals(1, binding.get("subjects").size());
    assertEquals("elsewhere", binding.at("/subjects/0/namespace").asText());
    JsonNode more = Chart.render("{rbac: {users: [a]}}").only("clusterrolebinding.yaml");
    assertEquals("a", more.at("/subjects/1/name").asText());
  }
}
