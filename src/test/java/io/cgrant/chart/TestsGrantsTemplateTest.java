// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestsGrantsTemplateTest {

  private static final String POD = "tests/grants.yaml";

  @Test
  void asksTheApiServerWithTheTokenOfItsOwnAccount() {
    JsonNode pod = Chart.hooks("{}", "elsewhere").only(POD);
    assertEquals("elsewhere", pod.at("/metadata/namespace").asText());
    assertEquals("cgrant-test", pod.at("/spec/serviceAccountName").asText());
    assertTrue(pod.at("/spec/automountServiceAccountToken").asBoolean());
    String words = pod.at("/spec/containers/0/args").toString();
    for (String word :
        List.of(
            "--api-server=https://kubernetes.default.svc",
            "--expect=granted=Granted",
            "--expect=refused=Refused",
            "--expect=ordinary=NotAsked")) {
      assertTrue(words.contains("\"" + word + "\""), words);
    }
  }

  @Test
  void comesAfterTheOtherPodAndStaysToBeRead() {
    JsonNode marks = Chart.hooks("{}", "cgrant").only(POD).at("/metadata/annotations");
    assertEquals("1", marks.get("helm.sh/hook-weight").asText());
    assertEquals("before-hook-creation", marks.get("helm.sh/hook-delete-policy").asText());
  }

  @Test
  void isThereWhateverACgrantIsReachedBy() {
    assertEquals(1, Chart.hooks(TestsAnswersTemplateTest.OUTSIDE, "cgrant").from(POD).size());
    assertEquals(List.of(), Chart.hooks("{tests: {enabled: false}}", "cgrant").from(POD));
  }
}
