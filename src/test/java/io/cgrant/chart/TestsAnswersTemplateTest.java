// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestsAnswersTemplateTest {

  private static final String POD = "tests/answers.yaml";

  static final String OUTSIDE =
      "{replicas: 0, webhooks: {url: 'https://h.example.com:8443', caBundle: \"-----BEGIN"
          + " CERTIFICATE-----\\nQQ==\\n-----END CERTIFICATE-----\\n\"}}";

  @Test
  void triesWhereTheApiServerAsks() {
    JsonNode pod = Chart.hooks("{certificates: {source: certManager}}", "elsewhere").only(POD);
    assertEquals("test", pod.at("/metadata/annotations/hook").asText());
    assertTrue(
        pod.at("/spec/containers/0/args").toString().contains("https://cgrant.elsewhere.svc"));
    assertFalse(pod.at("/spec/automountServiceAccountToken").asBoolean(true));
  }

  @Test
  void theTestPodsGoWhereCgrantItselfCanRun() {
    Rendered hooks = Chart.hooks("{nodeSelector: {pool: system}}", "cgrant");
    for (String template : List.of(POD, "tests/grants.yaml")) {
      JsonNode nodes = hooks.only(template).at("/spec/nodeSelector");
      assertEquals("linux", nodes.path("kubernetes.io/os").asText());
      assertEquals("system", nodes.path("pool").asText());
    }
  }

  @Test
  void theTestPodIsNotBehindTheService() {
    String values = "{certificates: {source: certManager}}";
    String name = "app.kubernetes.io~1name";
    assertNotEquals(
        Chart.render(values).only("service.yaml").at("/spec/selector/" + name),
        Chart.hooks(values, "cgrant").only(POD).at("/metadata/labels/" + name));
  }

  @Test
  void theAuthorityIsTheOneThatTheApiServerIsToldOf() {
    assertEquals("cgrant-certificates", authority("{}"));
    assertEquals("cgrant-tls", authority("{certificates: {source: certManager}}"));
  }

  @Test
  void isLeftOutWhereItCannotReachWhatTheApiServerAsks() {
    for (String values :
        List.of(
            OUTSIDE,
            ClientAuthorityTemplateTest.INLINE,
            "{networkPolicy: {webhookFrom: [{ipBlock: {cidr: 10.0.0.1/32}}]}}",
            "{tests: {enabled: false}}")) {
      assertEquals(List.of(), Chart.hooks(values, "cgrant").from(POD), values);
    }
    assertEquals(
        1,
        Chart.hooks(
                "{networkPolicy: {enabled: false, webhookFrom: [{ipBlock: {cidr: 10.0.0.1/32}}]}}",
                "cgrant")
            .from(POD)
            .size());
  }

  private static String authority(String values) {
    return Chart.hooks(values, "cgrant").only(POD).at("/spec/volumes/1/secret/secretName").asText();
  }
}
