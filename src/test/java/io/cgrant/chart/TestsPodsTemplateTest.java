// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestsPodsTemplateTest {

  private static final String PODS = "tests/pods.yaml";

  @Test
  void theAuthorityIsThatOfTheValues() {
    String pem = "-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----";
    JsonNode map =
        Chart.hooks(
                "{certificates: {source: secret, secretName: a, caBundle: \"%s\"}}"
                    .formatted(pem.replace("\n", "\\n")),
                "cgrant")
            .only(PODS);
    assertEquals(pem, map.at("/data/ca.crt").asText().strip());
    assertTrue(map.at("/data/pods.yaml").asText().contains("kind: Pod"));
  }

  @Test
  void holdsAPodForEachVerdict() {
    String pods = Chart.hooks("{}", "cgrant").only(PODS).at("/data/pods.yaml").asText();
    for (String name : List.of("granted", "refused", "ordinary")) {
      assertTrue(pods.contains("\n  name: " + name + "\n  namespace: cgrant-helm-test\n"), pods);
    }
    assertEquals(2, pods.split("writable-cgroup: \"true\"", -1).length - 1);
    assertEquals(2, pods.split("limits:", -1).length - 1);
  }

  @Test
  void isLeftOutWithThePodsThatReadIt() {
    assertEquals(List.of(), Chart.hooks("{tests: {enabled: false}}", "cgrant").from(PODS));
  }
}
