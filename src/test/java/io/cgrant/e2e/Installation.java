// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// cgrant's own objects in the cluster: the definition of policies, its rights and, once it runs,
/// the webhook configurations.
final class Installation implements AutoCloseable {

  private static final String DEVELOPER =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: cgrant-e2e-developer}
      rules:
      - apiGroups: ["", apps, batch]
        resources: ["*"]
        verbs: ["*"]
      - apiGroups: [events.k8s.io]
        resources: [events]
        verbs: [get, list, watch]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: cgrant-e2e-developer}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cgrant-e2e-developer}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: User, name: developer}
      - {kind: ServiceAccount, name: cgrant-e2e-developer, namespace: cgrant}
      """;

  /// Asks, and no policy speaks for it.
  private static final String CANARY =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: canary
        namespace: default
        labels: {cgrant.io/writable-cgroup: "true"}
      spec:
        containers: [{name: main, image: registry.example.com/app:1}]
      """;

  /// What the guard that is applied last refuses.
  private static final String GUARDED =
      """
      apiVersion: apps/v1
      kind: ControllerRevision
      metadata: {name: canary, namespace: default}
      revision: 1
      data: {spec: {template: {spec: {}}}}
      """;

  /// An API server hears a little later of what is stored.
  private static final Duration KNOWN = Duration.ofMinutes(2);

  private final Api admin;
  private final List<Path> bindings;
  private final List<JsonNode> applied = new ArrayList<>();

  Installation(Cluster cluster) {
    this.admin = Api.as(cluster.kubeconfig(Cluster.User.Admin));
    this.bindings = cluster.bindings();
  }

  /// Before cgrant starts.
  void prepare() {
    refuseASecond();
    createNamespace();
    Stream.concat(
            Stream.of(
                Path.of("deploy/crds/cgrant.io_writablecgrouppolicies.yaml"),
                Path.of("deploy/rbac.yaml")),
            bindings.stream())
        .flatMap(file -> Manifests.read(file).stream())
        .filter(object -> !Manifests.kind(object).equals("ServiceAccount"))
        .forEach(this::apply);
    Manifests.parse(DEVELOPER).forEach(this::apply);
    Wait.upTo(KNOWN)
        .until(
            "the API server serves policies",
            () -> admin.get("/apis/cgrant.io/v1alpha1/writablecgrouppolicies").accepted());
  }

  /// Once cgrant is ready. Returns when the API server asks it.
  void connect(CgrantProcess cgrant) {
    String url = cgrant.url().toString();
    String yaml =
        PackagedJar.run(
            "export", "webhooks", "--url", url, "--ca-file", cgrant.caFile().toString());
    Manifests.parse(yaml).forEach(this::apply);
    JsonNode canary = Manifests.parse(CANARY).getFirst();
    Wait.upTo(KNOWN)
        .until(
            () -> "the API server asks cgrant; it says: " + admin.rehearse(canary),
            () -> admin.rehearse(canary).message().contains("NoPolicy"));
    awaitGuards(admin);
  }

  /// Returns when the API server heeds the guards, of which it hears one after the other.
  static void awaitGuards(Api admin) {
    JsonNode guarded = Manifests.parse(GUARDED).getFirst();
    Wait.upTo(KNOWN)
        .until(
            () -> "the API server knows the guards; it says: " + admin.rehearse(guarded),
            () -> admin.rehearse(guarded).message().contains("controllers write their own"));
  }

  @Override
  public void close() {
    applied.reversed().forEach(admin::delete);
  }

  private void apply(JsonNode object) {
    admin.apply(object).orThrow();
    applied.add(object);
  }

  /// Some clusters need it earlier, for their users.
  private void createNamespace() {
    JsonNode namespace =
        Manifests.parse("{apiVersion: v1, kind: Namespace, metadata: {name: cgrant}}").getFirst();
    if (admin.create(namespace).accepted()) {
      applied.add(namespace);
    }
  }

  private void refuseASecond() {
    String path = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/cgrant";
    if (admin.get(path).accepted()) {
      throw new IllegalStateException(
          "cgrant is installed in this cluster already; run the tests on another, or remove it");
    }
  }
}
