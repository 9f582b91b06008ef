// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Asks cgrant over TLS as the API server would, without one.
final class Review {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final CgrantProcess cgrant;

  Review(CgrantProcess cgrant) {
    this.cgrant = cgrant;
  }

  /// Through `/mutate` and then `/validate`.
  ///
  /// @return `Granted`, or the message of the refusal
  String verdict(JsonNode pod) {
    JsonNode first = ask("/mutate", pod);
    if (!first.path("allowed").asBoolean()) {
      return first.at("/status/message").asText();
    }
    JsonNode second = ask("/validate", patched(pod, first));
    return second.path("allowed").asBoolean() ? "Granted" : second.at("/status/message").asText();
  }

  /// @return `response` of the review
  JsonNode ask(String path, JsonNode pod) {
    return send(path, of(pod)).path("response");
  }

  /// As an API server writes it for a pod that is created.
  static JsonNode of(JsonNode pod) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("uid", UUID.randomUUID().toString());
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
    request.putObject("resource").put("group", "").put("version", "v1").put("resource", "pods");
    request.put("operation", "CREATE");
    request.put("name", Manifests.name(pod));
    request.put("namespace", Manifests.namespace(pod));
    request.putObject("userInfo").put("username", "developer");
    request.set("object", pod);
    request.putNull("oldObject");
    request.put("dryRun", true);
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    review.set("request", request);
    return review;
  }

  static JsonNode patched(JsonNode pod, JsonNode response) {
    if (!response.has("patch")) {
      return pod;
    }
    try {
      return JsonPatch.apply(JSON.readTree(response.path("patch").binaryValue()), pod);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode send(String path, JsonNode review) {
    byte[] body = review.toString().getBytes(StandardCharsets.UTF_8);
    try {
      return JSON.readTree(cgrant.post(path + "?timeout=5s", body).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
