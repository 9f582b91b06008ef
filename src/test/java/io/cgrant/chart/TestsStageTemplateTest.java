// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestsStageTemplateTest {

  private static final String STAGE = "tests/stage.yaml";

  @Test
  void allOfItGoesWhenTheTestIsOver() {
    for (JsonNode object : Chart.hooks("{}", "cgrant").from(STAGE)) {
      assertEquals(
          "before-hook-creation,hook-succeeded",
          object.at("/metadata/annotations").get("helm.sh/hook-delete-policy").asText());
    }
  }

  @Test
  void thePolicySpeaksForItsOwnNamespaceAlone() {
    List<JsonNode> objects = Chart.hooks("{gatedHandlers: [b, a]}", "cgrant").from(STAGE);
    JsonNode policy = only(objects, "WritableCgroupPolicy");
    JsonNode namespace = only(objects, "Namespace");
    assertEquals(
        namespace.at("/metadata/name").asText(),
        policy
            .at("/spec/match/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
            .asText());
    assertEquals(1, policy.at("/spec/match").size());
    JsonNode runtimeClass = only(objects, "RuntimeClass");
    assertEquals(runtimeClass.at("/metadata/name"), policy.at("/spec/grant/runtimeClassName"));
    assertEquals("b", runtimeClass.get("handler").asText());
  }

  @Test
  void theAccountMayCreatePodsThereAndNothingElse() {
    List<JsonNode> objects = Chart.hooks("{}", "elsewhere").from(STAGE);
    JsonNode role = only(objects, "Role");
    assertEquals("cgrant-helm-test", role.at("/metadata/namespace").asText());
    assertEquals(
        "[{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"create\"]}]",
        role.get("rules").toString());
    JsonNode binding = only(objects, "RoleBinding");
    assertEquals("elsewhere", binding.at("/subjects/0/namespace").asText());
    assertTrue(objects.stream().noneMatch(o -> o.path("kind").asText().startsWith("ClusterRole")));
  }

  @Test
  void isLeftOutOnDemand() {
    assertEquals(List.of(), Chart.hooks("{tests: {enabled: false}}", "cgrant").from(STAGE));
  }

  private static JsonNode only(List<JsonNode> objects, String kind) {
    List<JsonNode> found =
        objects.stream().filter(o -> o.path("kind").asText().equals(kind)).toList();
    assertEquals(1, found.size(), kind);
    return found.getFirst();
  }
}
