// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who may make a class with a gated handler, and who may let a namespace ask.
@ExtendWith(StandExtension.class)
final class GuardsIT {

  private static final String WRITER =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: cgrant-e2e-writer-$ID}
      rules:
      - {apiGroups: [node.k8s.io], resources: [runtimeclasses], verbs: ["*"]}
      - {apiGroups: [""], resources: [namespaces, namespaces/status, namespaces/finalize], verbs: ["*"]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: cgrant-e2e-writer-$ID}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cgrant-e2e-writer-$ID}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: User, name: developer}
      - {kind: ServiceAccount, name: cgrant-e2e-developer, namespace: cgrant}
      """;

  private static final String ASKS =
      "{\"metadata\":{\"labels\":{\"cgrant.io/writable-cgroup\":\"true\"}}}";

  @Test
  void aClassWithAGatedHandlerMustSayThatThisIsMeant(Stand stand) {
    String id = stand.newId();
    try (var stage = new Stage(stand)) {
      Reply silent = stage.admin().create(runtimeClass(id, "{}", "runc-cgroup-writable"));
      assertTrue(silent.code() >= 400, silent::message);
      assertTrue(
          silent.message().contains("label the RuntimeClass cgrant.io/gated: \"true\""),
          silent::message);
      JsonNode admitted = runtimeClass(id, "{cgrant.io/gated: \"true\"}", "runc-cgroup-writable");
      stage.given(List.of(admitted));
      Reply hidden =
          stage.admin().merge(admitted, "{\"metadata\":{\"labels\":{\"cgrant.io/gated\":null}}}");
      assertTrue(hidden.code() >= 400, hidden::message);
      stage.admin().delete(admitted).orThrow();
      stage.given(List.of(runtimeClass(id, "{}", "gvisor")));
      stage.admin().delete(admitted).orThrow();
      Reply recreated = stage.admin().create(runtimeClass(id, "{}", "cgroup-writable"));
      assertTrue(recreated.code() >= 400, recreated::message);
    }
  }

  @Test
  void aWriterOfClassesAndNamespacesNeedsARightOfItsOwn(Stand stand) {
    String id = stand.newId();
    List<JsonNode> rights = Manifests.parse(WRITER.replace("$ID", id));
    try (var stage = new Stage(stand)) {
      stage.given(rights);
      Api writer = stage.developer();
      JsonNode other = runtimeClass(id, "{}", "gvisor");
      Wait.upTo(Duration.ofSeconds(60))
          .until("the right is in force", () -> writer.create(other).accepted());
      writer.delete(other).orThrow();
      JsonNode gated = runtimeClass(id, "{cgrant.io/gated: \"true\"}", "cgroup-writable");
      Reply refused = writer.create(gated);
      assertTrue(refused.code() >= 400, refused::message);
      assertTrue(
          refused.message().contains("the verb admit on runtimeclasses.cgrant.io"),
          refused::message);
      JsonNode asking = namespace(id, "{cgrant.io/writable-cgroup: \"true\"}");
      refused = writer.create(asking);
      assertTrue(refused.code() >= 400, refused::message);
      assertTrue(
          refused.message().contains("the verb ask on namespaces.cgrant.io"), refused::message);
      JsonNode silent = namespace(id, "{}");
      writer.create(silent).orThrow();
      for (String door : new String[] {"", "/status"}) {
        refused = writer.patch(Resources.path(silent) + door, ASKS);
        assertTrue(
            refused.message().contains("the verb ask on namespaces.cgrant.io"), refused::message);
      }
      JsonNode finalized = namespace(id, "{cgrant.io/writable-cgroup: \"true\"}");
      refused = writer.put(Resources.path(silent) + "/finalize", finalized);
      assertTrue(
          refused.message().contains("the verb ask on namespaces.cgrant.io"), refused::message);
      writer.merge(silent, "{\"metadata\":{\"labels\":{\"team\":\"x\"}}}").orThrow();
      stage
          .admin()
          .merge(silent, "{\"metadata\":{\"labels\":{\"cgrant.io/writable-cgroup\":\"true\"}}}")
          .orThrow();
      assertEquals(200, writer.merge(silent, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}").code());
      stage.admin().delete(silent);
    }
  }

  private static JsonNode runtimeClass(String id, String labels, String handler) {
    return Manifests.parse(
            """
            apiVersion: node.k8s.io/v1
            kind: RuntimeClass
            metadata: {name: guarded-%s, labels: %s}
            handler: %s
            """
                .formatted(id, labels, handler))
        .getFirst();
  }

  private static JsonNode namespace(String id, String labels) {
    return Manifests.parse(
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: guarded-%s, labels: %s}
            """
                .formatted(id, labels))
        .getFirst();
  }
}
