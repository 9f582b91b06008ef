// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.admission.Answer;
import io.cgrant.admission.PatchOp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReviewWriterTest {

  @Test
  void writesAnAllowanceAndNothingElse() {
    assertEquals(
        "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
            + "\"response\":{\"uid\":\"u-1\",\"allowed\":true}}",
        written(new Answer(Optional.empty(), List.of(), List.of(), Map.of())));
  }

  @Test
  void writesARefusalWithItsStatus() throws IOException {
    JsonNode response =
        response(
            new Answer(
                Optional.of(new Answer.Denial(403, "Forbidden", "no\n- \"quoted\"")),
                List.of("careful"),
                List.of(),
                Map.of("verdict", "Refused")));

    assertFalse(response.get("allowed").booleanValue());
    assertEquals(403, response.at("/status/code").intValue());
    assertEquals("Forbidden", response.at("/status/reason").textValue());
    assertEquals("no\n- \"quoted\"", response.at("/status/message").textValue());
    assertEquals("careful", response.at("/warnings/0").textValue());
    assertEquals("Refused", response.at("/auditAnnotations/verdict").textValue());
    assertFalse(response.has("patch"));
    assertFalse(response.has("patchType"));
  }

  @Test
  void writesThePatchInBase64WithItsType() throws IOException {
    List<PatchOp> patch =
        List.of(
            new PatchOp.AddText("/spec/runtimeClassName", "cgroup-writable"),
            new PatchOp.AddFlag("/spec/hostUsers", false),
            new PatchOp.AddMembers("/metadata/annotations", Map.of("a", "b")));

    JsonNode response = response(new Answer(Optional.empty(), List.of(), patch, Map.of()));

    assertEquals("JSONPatch", response.get("patchType").textValue());
    assertEquals(
        "[{\"op\":\"add\",\"path\":\"/spec/runtimeClassName\",\"value\":\"cgroup-writable\"},"
            + "{\"op\":\"add\",\"path\":\"/spec/hostUsers\",\"value\":false},"
            + "{\"op\":\"add\",\"path\":\"/metadata/annotations\",\"value\":{\"a\":\"b\"}}]",
        new String(
            Base64.getDecoder().decode(response.get("patch").textValue()), StandardCharsets.UTF_8));
  }

  private static JsonNode response(Answer answer) throws IOException {
    return new ObjectMapper().readTree(written(answer)).get("response");
  }

  private static String written(Answer answer) {
    return new String(ReviewWriter.write("u-1", answer), StandardCharsets.UTF_8);
  }
}
