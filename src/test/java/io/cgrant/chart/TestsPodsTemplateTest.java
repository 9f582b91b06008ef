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
  void isLeftOutWithThePodThatReadsIt() {
    assertEquals(List.of(), Chart.hooks(TestsAnswersTemplateTest.OUTSIDE, "cgrant").from(PODS));
  }
}
