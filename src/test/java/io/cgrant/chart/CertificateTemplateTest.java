// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CertificateTemplateTest {

  private static final String CERTIFICATE = "certificate.yaml";

  @Test
  void isForTheNameThatTheApiServerCalls() {
    Rendered rendered = Chart.render("{certificates: {source: certManager}}", "elsewhere");
    JsonNode spec = rendered.only(CERTIFICATE).get("spec");
    assertEquals("[\"cgrant.elsewhere.svc\"]", spec.get("dnsNames").toString());
    assertEquals(
        spec.get("secretName"),
        rendered.only("deployment.yaml").at("/spec/template/spec/volumes/1/secret/secretName"));
    assertEquals("cgrant", spec.at("/issuerRef/name").asText());
  }

  @Test
  void anIssuerOfYoursSignsIt() {
    JsonNode spec =
        Chart.render(
                "{certificates: {source: certManager, certManager: {issuerRef: {name: company,"
                    + " kind: ClusterIssuer}, duration: 24h}}}")
            .only(CERTIFICATE)
            .get("spec");
    assertEquals(
        "{\"kind\":\"ClusterIssuer\",\"name\":\"company\"}", spec.get("issuerRef").toString());
    assertEquals("24h", spec.get("duration").asText());
  }

  @Test
  void nothingOfCertManagerWhereItIsNotUsed() {
    assertEquals(
        List.of(),
        Chart.render("{}").objects().stream()
            .filter(object -> object.get("apiVersion").asText().startsWith("cert-manager.io"))
            .toList());
  }
}
