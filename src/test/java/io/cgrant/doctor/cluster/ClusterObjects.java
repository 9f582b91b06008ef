// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cgrant.cel.CelCompiler;
import io.cgrant.certs.CertificateFolder;
import io.cgrant.delegation.CgroupDriver;
import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.Finding;
import io.cgrant.manifest.ListedKind;
import io.cgrant.policy.GatedHandlers;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Worlds;
import io.cgrant.registration.Guards;
import io.cgrant.registration.WebhookConfigurations;
import io.cgrant.registration.WebhookTarget;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The objects of a cluster, in memory. As it is made, nothing is wrong with it.
final class ClusterObjects implements Source {

  static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  static final String CLASSES = "/apis/node.k8s.io/v1/runtimeclasses";
  static final String NODES = "/api/v1/nodes";
  static final String NAMESPACES = "/api/v1/namespaces";
  static final String POLICIES = "/apis/cgrant.io/v1alpha1/writablecgrouppolicies";
  static final String GROUP = "/apis/admissionregistration.k8s.io/v1/";
  static final String MUTATING = GROUP + "mutatingwebhookconfigurations";
  static final String VALIDATING = GROUP + "validatingwebhookconfigurations";
  static final String GUARDS = GROUP + "validatingadmissionpolicies";
  static final String BINDINGS = GROUP + "validatingadmissionpolicybindings";
  static final String PODS = "pods";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Map<String, List<JsonNode>> objects = new TreeMap<>();
  private final Map<String, String> forbidden = new TreeMap<>();
  private Optional<CgroupDriver> driver = Optional.of(CgroupDriver.systemd);
  private Optional<Path> admission = Optional.empty();

  /// @param folder where certificates are made
  static ClusterObjects well(Path folder) {
    var cluster = new ClusterObjects();
    for (String path :
        List.of(
            CLASSES, NODES, NAMESPACES, POLICIES, MUTATING, VALIDATING, GUARDS, BINDINGS, PODS)) {
      cluster.objects.put(path, new ArrayList<>());
    }
    cluster.add(
        CLASSES,
        """
        metadata: {name: cgroup-writable, labels: {cgrant.io/gated: "true"}}
        handler: runc-cgroup-writable
        scheduling: {nodeSelector: {pool: builds}}
        """);
    cluster.add(CLASSES, "{metadata: {name: kata}, handler: kata}");
    cluster.add(NODES, node("n1", "containerd://2.1.9", "6.12.41", true));
    cluster.add(NAMESPACES, "{metadata: {name: ml, labels: {team: ml}}}");
    cluster.add(POLICIES, policy("ray", "{}"));
    cluster.add(PODS, pod("head", "hostUsers: false", "securityContext: {runAsUser: 1000}"));
    cluster.register(authority(folder, NOW.minusSeconds(3600)));
    return cluster;
  }

  static String node(String name, String runtime, String kernel, boolean hasUserNamespaces) {
    return """
        metadata: {name: %s, labels: {pool: builds}}
        status:
          runtimeHandlers:
          - {name: "", features: {userNamespaces: %s}}
          - {name: runc-cgroup-writable, features: {userNamespaces: %s}}
          nodeInfo: {kernelVersion: %s, containerRuntimeVersion: "%s"}
        """
        .formatted(name, hasUserNamespaces, hasUserNamespaces, kernel, runtime);
  }

  static String policy(String name, String require) {
    return """
        apiVersion: cgrant.io/v1alpha1
        kind: WritableCgroupPolicy
        metadata: {name: %s, generation: 1}
        spec:
          match: {namespaceSelector: {matchLabels: {team: ml}}}
          grant: {routes: [RuntimeClass], runtimeClassName: cgroup-writable, defaultHostUsers: true}
          require: %s
        """
        .formatted(name, require);
  }

  static String pod(String name, String spec, String container) {
    return """
        metadata: {name: %s, namespace: ml, uid: u}
        spec:
          runtimeClassName: cgroup-writable
          %s
          containers: [{name: main, image: a, %s}]
        """
        .formatted(name, spec, container);
  }

  /// The certificate of an authority that was made at a moment, as it stands in a caBundle.
  static String authority(Path folder, Instant made) {
    try {
      Path own = Files.createTempDirectory(folder, "authority");
      new CertificateFolder(own, List.of("cgrant"), InstantSource.fixed(made)).current();
      return Base64.getEncoder().encodeToString(Files.readAllBytes(own.resolve("ca.crt")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void register(String caBundle) {
    var target = new WebhookTarget.Service("cgrant-system", "cgrant", 443, Optional.of(caBundle));
    var configurations = new WebhookConfigurations(target, "cgrant-system", Worlds.CONTROLLERS);
    objects.put(MUTATING, new ArrayList<>(List.of(stored(configurations.mutating()))));
    objects.put(VALIDATING, new ArrayList<>(List.of(stored(configurations.validating()))));
    for (HasMetadata guard : new Guards(gated(), "cgrant-system", Worlds.CONTROLLERS).all()) {
      switch (guard.getKind()) {
        case "ValidatingAdmissionPolicy" -> objects.get(GUARDS).add(stored(guard));
        case "ValidatingAdmissionPolicyBinding" -> objects.get(BINDINGS).add(stored(guard));
        default -> {}
      }
    }
  }

  private static JsonNode stored(HasMetadata object) {
    return JSON.valueToTree(object);
  }

  static Set<String> gated() {
    return GatedHandlers.of(List.of(Snapshot.USUALLY_GATED.split(","))).names();
  }

  void add(String path, String yaml) {
    try {
      objects.computeIfAbsent(path, p -> new ArrayList<>()).add(YAML.readTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// In place of the only one that is there.
  void replace(String path, String yaml) {
    objects.getOrDefault(path, new ArrayList<>()).clear();
    add(path, yaml);
  }

  void clear(String path) {
    objects.get(path).clear();
  }

  ObjectNode first(String path) {
    return object(path, 0);
  }

  ObjectNode object(String path, int index) {
    return (ObjectNode) objects.get(path).get(index);
  }

  ObjectNode named(String path, String name) {
    return (ObjectNode)
        objects.get(path).stream()
            .filter(object -> object.at("/metadata/name").asText().equals(name))
            .findFirst()
            .orElseThrow();
  }

  ObjectNode webhook(String path, int index) {
    return (ObjectNode) first(path).path("webhooks").get(index);
  }

  void forbid(String path) {
    forbidden.put(path, "you may not list " + path);
  }

  void driver(CgroupDriver known) {
    driver = Optional.ofNullable(known);
  }

  void admission(Path file) {
    admission = Optional.of(file);
  }

  @Override
  public Optional<String> each(ListedKind kind, Consumer<JsonNode> use) {
    return each(kind.path(), use);
  }

  private Optional<String> each(String path, Consumer<JsonNode> use) {
    Optional<String> problem = Optional.ofNullable(forbidden.get(path));
    if (problem.isEmpty()) {
      objects.getOrDefault(path, List.of()).forEach(use);
    }
    return problem;
  }

  @Override
  public Optional<String> pods(Consumer<JsonNode> use) {
    return each(PODS, use);
  }

  Diagnosis examined() {
    return ClusterReader.examine(
        this,
        new ClusterReader.Circumstances(
            NOW, gated(), Worlds.CONTROLLERS, driver, admission, new CelCompiler()));
  }

  List<Finding> found(Concern concern) {
    return examined().findings().stream().filter(f -> f.concern() == concern).toList();
  }
}
