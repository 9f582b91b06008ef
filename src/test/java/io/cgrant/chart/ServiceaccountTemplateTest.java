// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

final class ServiceaccountTemplateTest {

  @Test
  void noPodGetsTheTokenUnlessItSaysSo() {
    Rendered rendered = Chart.render("{serviceAccountAnnotations: {a: b}}");
    JsonNode account = rendered.only("serviceaccount.yaml");
    assertFalse(account.get("automountServiceAccountToken").asBoolean(true));
    assertEquals("b", account.at("/metadata/annotations/a").asText());
    JsonNode pod = rendered.only("deployment.yaml").at("/spec/template/spec");
    assertTrue(pod.get("automountServiceAccountToken").asBoolean());
    assertEquals(account.at("/metadata/name"), pod.get("serviceAccountName"));
  }
}
