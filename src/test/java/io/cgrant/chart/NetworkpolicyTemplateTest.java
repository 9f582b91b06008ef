// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NetworkpolicyTemplateTest {

  private static final String POLICY = "networkpolicy.yaml";

  @Test
  void onlyThePortOfTheWebhookIsOpen() {
    JsonNode spec = Chart.render("{}").only(POLICY).get("spec");
    assertEquals(1, spec.get("ingress").size());
    assertEquals("https", spec.at("/ingress/0/ports/0/port").asText());
    assertEquals("[\"Ingress\"]", spec.get("policyTypes").toString());
  }

  @Test
  void theWebhookIsForEverybodyUntilSomebodyIsNamed() {
    assertFalse(Chart.render("{}").only(POLICY).at("/spec/ingress/0").has("from"));
    JsonNode named =
        Chart.render("{networkPolicy: {webhookFrom: [{ipBlock: {cidr: 10.0.0.1/32}}]}}")
            .only(POLICY)
            .at("/spec/ingress/0");
    assertEquals("10.0.0.1/32", named.at("/from/0/ipBlock/cidr").asText());
    assertEquals("https", named.at("/ports/0/port").asText());
  }

  @Test
  void metricsAreForWhoIsNamed() {
    JsonNode spec =
        Chart.render("{networkPolicy: {metricsFrom: [{podSelector: {matchLabels: {a: b}}}]}}")
            .only(POLICY)
            .get("spec");
    assertEquals("management", spec.at("/ingress/1/ports/0/port").asText());
    assertEquals("b", spec.at("/ingress/1/from/0/podSelector/matchLabels/a").asText());
  }

  @Test
  void theHttpApiIsForWhoIsNamedAndOnlyWhereThereIsOne() {
    String from = "networkPolicy: {apiFrom: [{podSelector: {matchLabels: {a: b}}}]}";
    JsonNode on =
        Chart.render("{api: {enabled: true}, " + from + "}").only(POLICY).at("/spec/ingress/1");
    assertEquals("api", on.at("/ports/0/port").asText());
    assertEquals("b", on.at("/from/0/podSelector/matchLabels/a").asText());
    for (String closed : List.of("{" + from + "}", "{api: {enabled: true}}")) {
      assertEquals(1, Chart.render(closed).only(POLICY).at("/spec/ingress").size(), closed);
    }
  }

  @Test
  void withItsAddressNothingButTheApiServerIsReached() {
    JsonNode spec =
        Chart.render("{networkPolicy: {apiServerCidrs: [10.0.0.1/32], apiServerPorts: [6443]}}")
            .only(POLICY)
            .get("spec");
    assertEquals("[\"Ingress\",\"Egress\"]", spec.get("policyTypes").toString());
    assertEquals("10.0.0.1/32", spec.at("/egress/0/to/0/ipBlock/cidr").asText());
    assertEquals(6443, spec.at("/egress/0/ports/0/port").asInt());
    assertFalse(spec.at("/egress/0/ports").has(1));
  }

  @Test
  void moreCanBeReachedWhereItIsNamed() {
    JsonNode egress =
        Chart.render(
                "{networkPolicy: {apiServerCidrs: [10.0.0.1/32], extraEgress: [{to: [{podSelector:"
                    + " {}}], ports: [{port: 4318}]}]}}")
            .only(POLICY)
            .at("/spec/egress");
    assertEquals(2, egress.size());
    assertEquals(4318, egress.at("/1/ports/0/port").asInt());
  }

  @Test
  void canBeLeftOut() {
    assertEquals(List.of(), Chart.render("{networkPolicy: {enabled: false}}").from(POLICY));
  }
}
