// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.policy.Outcome;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.util.UUID;

/// One pod's way through a webhook, and what came of it.
///
/// @param pod its namespace and name
/// @param policy the one that granted; empty otherwise
/// @param remark the first finding or warning; empty when there is none
record Trial(String pod, String verdict, String policy, String remark) {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int SERVICE_UNAVAILABLE = 503;

  /// Asks `/mutate`, changes the pod as it says, and asks `/validate`.
  static Trial of(JsonNode pod, String defaultNamespace, Webhook webhook) {
    ObjectNode object = placed(pod, defaultNamespace);
    String name = name(object);
    JsonNode mutated = webhook.review("/mutate", review(object));
    if (!mutated.path("allowed").asBoolean()) {
      return refused(name, mutated);
    }
    JsonNode validated = webhook.review("/validate", review(patched(object, mutated)));
    if (!validated.path("allowed").asBoolean()) {
      return refused(name, validated);
    }
    JsonNode audit = validated.path("auditAnnotations");
    String warning = mutated.at("/warnings/0").asText(validated.at("/warnings/0").asText());
    return new Trial(
        name, audit.path("verdict").asText("NotAsked"), audit.path("policy").asText(), warning);
  }

  /// A copy that names its namespace.
  static ObjectNode placed(JsonNode pod, String defaultNamespace) {
    ObjectNode object = pod.deepCopy();
    ObjectNode metadata =
        object.path("metadata").isObject()
            ? (ObjectNode) object.get("metadata")
            : object.putObject("metadata");
    metadata.put("namespace", pod.at("/metadata/namespace").asText(defaultNamespace));
    return object;
  }

  /// With its namespace.
  static String name(ObjectNode placed) {
    return placed.at("/metadata/namespace").asText()
        + "/"
        + placed.at("/metadata/name").asText("(generated)");
  }

  /// A refusal in the words of cgrant.
  ///
  /// @param code of HTTP
  static Trial refused(String name, int code, String message) {
    String finding =
        message
            .lines()
            .filter(line -> line.startsWith("- "))
            .findFirst()
            .map(line -> line.substring(2))
            .orElse(message);
    Outcome outcome = code == SERVICE_UNAVAILABLE ? Outcome.Undecided : Outcome.Refused;
    return new Trial(name, outcome.name(), "", finding);
  }

  private static Trial refused(String name, JsonNode response) {
    JsonNode status = response.path("status");
    return refused(name, status.path("code").asInt(), status.path("message").asText());
  }

  private static JsonNode patched(ObjectNode object, JsonNode response) {
    if (!response.has("patch")) {
      return object;
    }
    try {
      return JsonPatch.apply(MAPPER.readTree(response.get("patch").binaryValue()), object);
    } catch (JsonProcessingException e) {
      throw new JudgeUnreachable("the patch is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new JudgeUnreachable("the patch is not base64");
    }
  }

  private static ObjectNode review(JsonNode object) {
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("apiVersion", "admission.k8s.io/v1");
    review.put("kind", "AdmissionReview");
    ObjectNode request = review.putObject("request");
    request.put("uid", UUID.randomUUID().toString());
    for (String kind : new String[] {"kind", "requestKind"}) {
      request.putObject(kind).put("group", "").put("version", "v1").put("kind", "Pod");
    }
    for (String resource : new String[] {"resource", "requestResource"}) {
      request.putObject(resource).put("group", "").put("version", "v1").put("resource", "pods");
    }
    request.put("name", object.at("/metadata/name").asText());
    request.put("namespace", object.at("/metadata/namespace").asText());
    request.put("operation", "CREATE");
    request
        .putObject("userInfo")
        .put("username", "cgrant-try")
        .putArray("groups")
        .add("system:authenticated");
    request.set("object", object);
    request.putNull("oldObject");
    request.put("dryRun", true);
    request.putObject("options").put("kind", "CreateOptions").put("apiVersion", "meta.k8s.io/v1");
    return review;
  }
}
