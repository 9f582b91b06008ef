// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RuntimeclassesTemplateTest {

  private static final String CLASSES = "runtimeclasses.yaml";

  @Test
  void noneByDefault() {
    assertEquals(List.of(), Chart.render("{}").from(CLASSES));
  }

  @Test
  void eachIsAdmittedAndHasWhatItWasGiven() {
    List<JsonNode> classes =
        Chart.render(
                """
                runtimeClasses:
                - name: one
                  handler: cgroup-writable
                  nodeSelector: {a: "b"}
                  tolerations: [{key: t, operator: Exists}]
                  overhead: {memory: 32Mi}
                - {name: two, handler: crun-cgroup-writable}
                """)
            .from(CLASSES);
    assertEquals(2, classes.size());
    for (JsonNode one : classes) {
      assertEquals("true", one.at("/metadata/labels/cgrant.io~1gated").asText());
    }
    JsonNode first = classes.getFirst();
    assertEquals("b", first.at("/scheduling/nodeSelector/a").asText());
    assertEquals("t", first.at("/scheduling/tolerations/0/key").asText());
    assertEquals("32Mi", first.at("/overhead/podFixed/memory").asText());
    assertFalse(classes.getLast().has("scheduling"));
  }
}
