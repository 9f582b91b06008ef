// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AuthorityTemplateTest {

  private static final String AUTHORITY = "authority.yaml";

  @Test
  void itsKeyStaysWhenItIsRenewed() {
    JsonNode spec =
        Chart.render("{certificates: {source: certManager}}").only(AUTHORITY).get("spec");
    assertTrue(spec.get("isCA").asBoolean());
    assertEquals("Never", spec.at("/privateKey/rotationPolicy").asText());
  }

  @Test
  void isNotMadeBesideAnIssuerOfYours() {
    assertEquals(
        List.of(),
        Chart.render(
                "{certificates: {source: certManager, certManager: {issuerRef: {name: company}}}}")
            .from(AUTHORITY));
  }
}
