// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The objects most tests need: a namespace of team ml, a class and a policy for them, and a pod
/// that is granted.
///
/// @param id what makes their names unique
record World(String id) {

  String namespace() {
    return "ml-" + id;
  }

  List<JsonNode> given() {
    return Manifests.parse(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: ml-$ID, labels: {team: ml-$ID}}
        ---
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: cgroup-writable-$ID, labels: {cgrant.io/gated: "true"}}
        handler: cgroup-writable
        ---
        apiVersion: cgrant.io/v1alpha1
        kind: WritableCgroupPolicy
        metadata: {name: ray-$ID}
        spec:
          match: {namespaceSelector: {matchLabels: {team: ml-$ID}}}
          grant: {routes: [RuntimeClass], runtimeClassName: cgroup-writable-$ID, defaultHostUsers: true}
          require: {limits: {max: {cpu: "2"}}}
        """
            .replace("$ID", id));
  }

  /// The same, where RBAC has a word.
  List<JsonNode> guarded() {
    List<JsonNode> given = given();
    ((ObjectNode) given.getLast().at("/spec/require")).put("authorization", "Required");
    return given;
  }

  JsonNode policy() {
    return given().getLast();
  }

  /// Asks, and meets what the policy requires.
  JsonNode pod(String name) {
    return one(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: $NAME
          namespace: ml-$ID
          labels: {cgrant.io/writable-cgroup: "true"}
        spec:
          containers:
          - name: main
            image: registry.example.com/app:1
            resources: {limits: {cpu: 900m, memory: 1Gi}}
            securityContext:
              allowPrivilegeEscalation: false
              seccompProfile: {type: RuntimeDefault}
              capabilities: {drop: [ALL]}
        """,
        name);
  }

  /// Whose one pod is such a pod.
  JsonNode deployment(String name) {
    ObjectNode deployment =
        (ObjectNode)
            one(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: $NAME, namespace: ml-$ID}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: $NAME}}
                  template:
                    metadata: {labels: {app: $NAME, cgrant.io/writable-cgroup: "true"}}
                """,
                name);
    ((ObjectNode) deployment.at("/spec/template")).set("spec", pod(name).get("spec"));
    return deployment;
  }

  /// Asks for nothing.
  JsonNode ordinaryPod(String name) {
    return one(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: $NAME, namespace: ml-$ID}
        spec:
          containers: [{name: main, image: registry.example.com/app:1}]
        """,
        name);
  }

  private JsonNode one(String yaml, String name) {
    return Manifests.parse(yaml.replace("$ID", id).replace("$NAME", name)).getFirst();
  }
}
