// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ClientAuthorityTemplateTest {

  private static final String AUTHORITY = "client-authority.yaml";
  static final String PEM = "-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----";
  static final String INLINE =
      "{certificates: {clientAuthority: {names: [kube-apiserver, b], caBundle: \"%s\"}}}"
          .formatted(PEM.replace("\n", "\\n"));
  static final String BY_NAME =
      "{certificates: {clientAuthority: {names: [kube-apiserver], configMap: mine}}}";

  @Test
  void nobodyIsAskedByDefault() {
    assertEquals(List.of(), Chart.render("{}").from(AUTHORITY));
  }

  @Test
  void whatIsInTheValuesBecomesAConfigMap() {
    assertEquals(
        PEM, Chart.render(INLINE).only(AUTHORITY).at("/data").get("ca.crt").asText().strip());
  }

  @Test
  void somebodyElsesConfigMapIsLeftToThem() {
    assertEquals(List.of(), Chart.render(BY_NAME).from(AUTHORITY));
  }
}
