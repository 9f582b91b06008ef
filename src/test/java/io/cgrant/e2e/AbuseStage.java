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

  /// Where an object goes that says so in no JSON, and what a Binding is for.
  private static final JsonNode ANY_POD =
      Manifests.parse(
              """
              apiVersion: v1
              kind: Pod
              metadata: {name: attack, namespace: abuse}
              spec: {containers: [{name: main, image: registry.example.com/app:1}]}
              """)
          .getFirst();

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
    JsonNode request = requestOf(attack);
    Api attacker = attacker(request.path("userInfo"));
    if (request.path("operation").asText().equals("UPDATE")) {
      return update(attacker, request);
    }
    if (request.at("/kind/kind").asText().equals("Binding")) {
      return bind(attacker, request, object);
    }
    JsonNode named = request.path("object").has("kind") ? request.path("object") : ANY_POD;
    return attacker.post(Resources.collection(named) + DRY_RUN, object);
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

  /// To a pod that is stored first, at the door of the case: of the pod, or the legacy one.
  private Reply bind(Api attacker, JsonNode request, byte[] binding) {
    String subresource = request.path("subResource").asText();
    stage.admin().create(ANY_POD).orThrow();
    try {
      String door =
          subresource.isEmpty()
              ? Resources.collection(request.path("object"))
              : Resources.path(ANY_POD) + "/" + subresource;
      return attacker.post(door + DRY_RUN, binding);
    } finally {
      stage.admin().delete(ANY_POD).orThrow();
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
}
