// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Ann may use the policy of a world that asks RBAC, and Bob may not. Both may write workloads.
record Authors(World world, Stage stage) implements AutoCloseable {

  private static final Duration KEPT = Duration.ofSeconds(60);

  /// A controller whose pods nobody could judge tries again after twice as long each time: about as
  /// long as cgrant was away.
  private static final Duration LONGEST = Duration.ofMinutes(4);

  private static final String RIGHTS =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: use-ray-$ID}
      rules:
      - {apiGroups: [cgrant.io], resources: [writablecgrouppolicies], resourceNames: [ray-$ID], verbs: [use]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: use-ray, namespace: ml-$ID}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: use-ray-$ID}
      subjects:
      - {kind: User, apiGroup: rbac.authorization.k8s.io, name: ann-$ID}
      - {kind: ServiceAccount, name: default, namespace: ml-$ID}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: write, namespace: ml-$ID}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cgrant-e2e-developer}
      subjects:
      - {kind: User, apiGroup: rbac.authorization.k8s.io, name: ann-$ID}
      - {kind: User, apiGroup: rbac.authorization.k8s.io, name: bob-$ID}
      """;

  static Authors on(Stand stand) {
    var authors = new Authors(new World(stand.newId()), new Stage(stand));
    try {
      authors.arrive();
      return authors;
    } catch (RuntimeException | Error e) {
      authors.close();
      throw e;
    }
  }

  private void arrive() {
    stage.given(world.guarded());
    stage.given(Manifests.parse(RIGHTS.replace("$ID", world.id())));
    Wait.upTo(KEPT).until("Ann may create pods", () -> ann().rehearse(world.pod("a")).accepted());
  }

  @Override
  public void close() {
    stage.close();
  }

  Api ann() {
    return stage.admin().impersonating(annsName());
  }

  Api bob() {
    return stage.admin().impersonating(bobsName());
  }

  String annsName() {
    return "ann-" + world.id();
  }

  String bobsName() {
    return "bob-" + world.id();
  }

  /// A workload of any kind whose pods would be granted.
  ///
  /// @param spec in front of the template, as flow YAML without braces; may be empty
  JsonNode workload(String apiVersion, String kind, String spec) {
    var workload = (ObjectNode) Manifests.parse("{%s}".formatted(spec)).getFirst();
    var object = workload.objectNode();
    object.put("apiVersion", apiVersion).put("kind", kind);
    object.putObject("metadata").put("name", "head").put("namespace", world.namespace());
    ObjectNode template = template();
    switch (kind) {
      case "PodTemplate" -> object.set("template", template);
      case "CronJob" -> {
        workload.putObject("jobTemplate").putObject("spec").set("template", template);
        object.set("spec", workload);
      }
      default -> {
        workload.set("template", template);
        object.set("spec", workload);
      }
    }
    return object;
  }

  JsonNode deployment() {
    return workload("apps/v1", "Deployment", "replicas: 1, selector: {matchLabels: {app: head}}");
  }

  /// A workload of each kind.
  List<JsonNode> ofEveryKind() {
    String selector = "selector: {matchLabels: {app: head}}";
    JsonNode cronJob = workload("batch/v1", "CronJob", "schedule: '0 0 1 1 *'");
    ((ObjectNode) cronJob.at("/spec/jobTemplate/spec/template/spec")).put("restartPolicy", "Never");
    return List.of(
        deployment(),
        workload("apps/v1", "ReplicaSet", selector),
        workload("apps/v1", "StatefulSet", selector),
        workload("apps/v1", "DaemonSet", selector),
        job(),
        cronJob,
        workload("v1", "ReplicationController", "selector: {app: head}"),
        workload("v1", "PodTemplate", ""));
  }

  JsonNode job() {
    JsonNode job = workload("batch/v1", "Job", "");
    ((ObjectNode) job.at("/spec/template/spec")).put("restartPolicy", "Never");
    return job;
  }

  /// Where the template of a workload stands.
  static String pathToTemplate(JsonNode workload) {
    return switch (Manifests.kind(workload)) {
      case "PodTemplate" -> "/template";
      case "CronJob" -> "/spec/jobTemplate/spec/template";
      default -> "/spec/template";
    };
  }

  /// A copy with the record of an author.
  ///
  /// @param path of what has the `metadata`; empty for the object itself
  static JsonNode naming(JsonNode object, String path, String author) {
    ObjectNode copy = object.deepCopy();
    ((ObjectNode) copy.at(path + "/metadata"))
        .putObject("annotations")
        .put("cgrant.io/template-author", author)
        .put("cgrant.io/template-author-groups", "system:authenticated");
    return copy;
  }

  private ObjectNode template() {
    ObjectNode template = world.pod("any").deepCopy();
    template.retain("metadata", "spec");
    ((ObjectNode) template.get("metadata")).retain("labels");
    ((ObjectNode) template.at("/metadata/labels")).put("app", "head");
    return template;
  }

  /// The image of each pod that there is.
  List<String> images() {
    var images = new ArrayList<String>();
    String path = "/api/v1/namespaces/" + world.namespace() + "/pods";
    for (JsonNode pod : stage.admin().get(path).orThrow().body().path("items")) {
      images.add(pod.at("/spec/containers/0/image").asText());
    }
    return images;
  }

  /// Until an Event says that a pod of a workload was refused, and holds these words.
  void awaitRefusal(String... words) {
    Wait.upTo(LONGEST)
        .until(
            () -> String.join(" and ", words) + " in " + notes(),
            () -> notes().stream().anyMatch(n -> List.of(words).stream().allMatch(n::contains)));
  }

  void awaitImages(List<String> expected) {
    Wait.upTo(LONGEST)
        .until(() -> expected + " and not " + images(), () -> images().equals(expected));
  }

  private List<String> notes() {
    var notes = new ArrayList<String>();
    String path = "/apis/events.k8s.io/v1/namespaces/" + world.namespace() + "/events";
    for (JsonNode event : stage.admin().get(path).orThrow().body().path("items")) {
      notes.add(event.path("note").asText());
    }
    return notes;
  }
}
