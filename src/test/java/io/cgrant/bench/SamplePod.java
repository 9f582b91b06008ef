// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import static io.cgrant.bench.Json.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The pods the benchmark sends: a Deployment's pod with one init and three main containers.
///
/// They are of the size and shape a ReplicaSet's pods really have: probes, environment,
/// volumes, the projected ServiceAccount token, default tolerations, managedFields.
enum SamplePod {
  /// Asks by label, as `/mutate` sees it.
  Asking,
  /// Asked, was granted, and holds all a policy demands: as `/validate` sees it.
  Granted,
  /// Takes the class without limits, and an init container adds SYS_ADMIN.
  Refused,
  /// Does not ask.
  Ordinary;

  static final String NAMESPACE = "ml-team-one";
  private static final List<String> MAIN = List.of("head", "metrics-exporter", "log-shipper");
  private static final List<String> INIT = List.of("prepare-workspace");

  Map<String, Object> json() {
    return object(
        "kind",
        "Pod",
        "apiVersion",
        "v1",
        "metadata",
        metadata(),
        "spec",
        spec(),
        "status",
        status());
  }

  private Map<String, Object> metadata() {
    Map<String, Object> metadata = object("generateName", "ray-head-7c9d8b6f5d-");
    if (this != Asking) {
      metadata.put("name", "ray-head-7c9d8b6f5d-x2x4z");
      metadata.put("uid", "5b1f8c80-2a5e-4b55-9d5c-0c2e3f6f7a10");
    }
    metadata.put("namespace", NAMESPACE);
    metadata.put("creationTimestamp", this == Asking ? null : "2026-11-24T09:00:00Z");
    metadata.put("labels", labels());
    metadata.put("annotations", annotations());
    metadata.put("ownerReferences", List.of(owner()));
    metadata.put("managedFields", List.of(ManagedFields.of(MAIN, INIT)));
    return metadata;
  }

  private Map<String, Object> labels() {
    Map<String, Object> labels =
        object(
            "app.kubernetes.io/name", "ray",
            "app.kubernetes.io/instance", "ray-production",
            "app.kubernetes.io/component", "head",
            "app.kubernetes.io/part-of", "machine-learning",
            "app.kubernetes.io/version", "2.51.1");
    if (this != Ordinary) {
      labels.put("cgrant.io/writable-cgroup", "true");
    }
    labels.put("pod-template-hash", "7c9d8b6f5d");
    return labels;
  }

  private Map<String, Object> annotations() {
    Map<String, Object> annotations =
        object(
            "checksum/config", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "kubectl.kubernetes.io/restartedAt", "2026-11-23T16:20:00Z",
            "prometheus.io/port", "9100",
            "prometheus.io/scrape", "true");
    if (this == Granted) {
      annotations.put("cgrant.io/granted-by", "ray@0");
    }
    return annotations;
  }

  private static Map<String, Object> owner() {
    return object(
        "apiVersion", "apps/v1",
        "kind", "ReplicaSet",
        "name", "ray-head-7c9d8b6f5d",
        "uid", "0f0f53a2-6a52-4d5c-8a54-6a3b3f1d9a11",
        "controller", true,
        "blockOwnerDeletion", true);
  }

  private Map<String, Object> spec() {
    Map<String, Object> spec = object("volumes", volumes());
    spec.put("initContainers", containers(INIT));
    spec.put("containers", containers(MAIN));
    spec.put("restartPolicy", "Always");
    spec.put("terminationGracePeriodSeconds", 30);
    spec.put("dnsPolicy", "ClusterFirst");
    spec.put("serviceAccountName", "ray-head");
    spec.put("serviceAccount", "ray-head");
    spec.put("securityContext", PodParts.podSecurity());
    spec.put("affinity", PodParts.affinity());
    spec.put("schedulerName", "default-scheduler");
    spec.put("tolerations", PodParts.tolerations());
    if (this == Granted || this == Refused) {
      spec.put("runtimeClassName", "cgroup-writable");
      spec.put("hostUsers", false);
    }
    spec.put("priority", 0);
    spec.put("enableServiceLinks", true);
    spec.put("preemptionPolicy", "PreemptLowerPriority");
    return spec;
  }

  private List<Object> containers(List<String> names) {
    var containers = new ArrayList<Object>();
    for (String name : names) {
      boolean init = INIT.contains(name);
      Map<String, Object> container = PodParts.container(name, init);
      if (this == Refused) {
        container.put("resources", object());
      }
      if (this == Refused && init) {
        container.put("securityContext", PodParts.security(List.of("SYS_ADMIN")));
      }
      containers.add(container);
    }
    return containers;
  }

  private static List<Object> volumes() {
    return List.of(
        object("name", "workspace", "emptyDir", object("sizeLimit", "8Gi")),
        object("name", "config", "configMap", object("name", "ray-config", "defaultMode", 420)),
        object("name", "tls", "secret", object("secretName", "ray-tls", "defaultMode", 420)),
        PodParts.tokenVolume());
  }

  private static Map<String, Object> status() {
    return object("phase", "Pending", "qosClass", "Burstable");
  }
}
