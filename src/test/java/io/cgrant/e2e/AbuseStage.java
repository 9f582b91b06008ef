// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.fuzz.AbuseCase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The cluster that the attacks meet, on a real API server, and whoever attacks.
final class AbuseStage implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DRY_RUN = "?dryRun=All";

  /// Whoever a case says it is may do what the developer may.
  private static final String RIGHTS =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: cgrant-e2e-abuse}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cgrant-e2e-developer}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}]
      """;

  private final Stage stage;

  AbuseStage(Stand stand) {
    stage = new Stage(stand);
    var given = new ArrayList<JsonNode>(Manifests.parse(RIGHTS));
    given.addAll(Manifests.read(AbuseCase.CLUSTER));
    given.addAll(Manifests.read(AbuseCase.POLICIES));
    stage.given(given);
  }

  /// As a dry run, so that every attack meets the same cluster.
  Reply send(AbuseCase attack) throws IOException {
    byte[] object =
        attack.object().orElseThrow(() -> new AssertionError("holds no object to send"));
    if (attack.isPod()) {
      return stage.developer().post(path("Pod", namespaceIn(object)) + DRY_RUN, object);
    }
    JsonNode request = requestOf(attack);
    Api attacker = attacker(request.path("userInfo"));
    if (request.path("operation").asText("CREATE").equals("UPDATE")) {
      return update(attacker, request);
    }
    String kind = request.at("/kind/kind").asText("Pod");
    String namespace = request.path("namespace").asText("abuse");
    if (kind.equals("Binding")) {
      return bind(attacker, namespace, object);
    }
    return attacker.post(path(kind, namespace) + DRY_RUN, object);
  }

  @Override
  public void close() {
    stage.close();
  }

  /// What is changed in a pod that is stored first, and taken away again.
  private Reply update(Api attacker, JsonNode request) {
    JsonNode old = request.path("oldObject");
    ObjectNode patch = MergePatch.between(old, request.path("object"));
    stage.admin().create(old).orThrow();
    try {
      String subresource = request.path("subResource").asText();
      String below = subresource.isEmpty() ? "" : "/" + subresource;
      return attacker.patch(Resources.path(old) + below + DRY_RUN, patch.toString());
    } finally {
      stage.admin().delete(old).orThrow();
    }
  }

  private Reply bind(Api attacker, String namespace, byte[] binding) {
    JsonNode pod =
        Manifests.parse(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: attack, namespace: %s}
                spec: {containers: [{name: main, image: registry.example.com/app:1}]}
                """
                    .formatted(namespace))
            .getFirst();
    stage.admin().create(pod).orThrow();
    try {
      return attacker.post(Resources.path(pod) + "/binding" + DRY_RUN, binding);
    } finally {
      stage.admin().delete(pod).orThrow();
    }
  }

  private Api attacker(JsonNode user) {
    List<String> groups = new ArrayList<>();
    user.path("groups").forEach(group -> groups.add(group.asText()));
    String name = user.path("username").asText();
    return name.isEmpty() ? stage.developer() : stage.admin().impersonating(name, groups);
  }

  /// Of a review that need not be JSON throughout, whatever can be read.
  private static JsonNode requestOf(AbuseCase attack) {
    try {
      return JSON.readTree(attack.body()).path("request");
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }

  private static String path(String kind, String namespace) {
    return Resources.collection(
        JSON.createObjectNode()
            .put("apiVersion", "v1")
            .put("kind", kind)
            .set("metadata", JSON.createObjectNode().put("namespace", namespace)));
  }

  private static String namespaceIn(byte[] object) throws IOException {
    return JSON.readTree(object).at("/metadata/namespace").asText();
  }
}
