// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IssuersTemplateTest {

  private static final String ISSUERS = "issuers.yaml";

  @Test
  void oneSignsTheAuthorityAndTheAuthorityTheRest() {
    Rendered rendered = Chart.render("{certificates: {source: certManager}}");
    List<JsonNode> issuers = rendered.from(ISSUERS);
    assertEquals(2, issuers.size());
    JsonNode authority = rendered.only("authority.yaml").get("spec");
    JsonNode byAuthority =
        issuers.stream().filter(i -> i.get("spec").has("ca")).findFirst().orElseThrow();
    assertEquals(authority.get("secretName"), byAuthority.at("/spec/ca/secretName"));
    assertEquals(
        byAuthority.at("/metadata/name"),
        rendered.only("certificate.yaml").at("/spec/issuerRef/name"));
  }

  @Test
  void areNotMadeBesideAnIssuerOfYours() {
    assertEquals(
        List.of(),
        Chart.render(
                "{certificates: {source: certManager, certManager: {issuerRef: {name: company}}}}")
            .from(ISSUERS));
  }
}
