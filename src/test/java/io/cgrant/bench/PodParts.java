// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import static io.cgrant.bench.Json.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The parts of [SamplePod] that say nothing to the gate or satisfy it, as the API server defaults
/// them.
final class PodParts {

  private PodParts() {}

  static Map<String, Object> container(String name, boolean init) {
    Map<String, Object> container =
        object(
            "name", name,
            "image", "registry.example.com/ray/" + name + "@sha256:" + "4b825dc642cb6eb9".repeat(4),
            "command", List.of("/usr/local/bin/" + name),
            "args", List.of("--config=/etc/ray/config.yaml", "--log-format=json", "--verbosity=2"),
            "env", environment(name),
            "resources", resources());
    if (!init) {
      container.put(
          "ports", List.of(object("name", "http", "containerPort", 9100, "protocol", "TCP")));
    }
    container.put("volumeMounts", mounts());
    if (!init) {
      container.put("livenessProbe", probe("/healthz", 20));
      container.put("readinessProbe", probe("/ready", 5));
    }
    container.put("terminationMessagePath", "/dev/termination-log");
    container.put("terminationMessagePolicy", "File");
    container.put("imagePullPolicy", "IfNotPresent");
    container.put("securityContext", security(List.of()));
    return container;
  }

  static Map<String, Object> security(List<String> added) {
    Map<String, Object> capabilities = object("drop", List.of("ALL"));
    if (!added.isEmpty()) {
      capabilities.put("add", added);
    }
    return object(
        "capabilities", capabilities,
        "runAsNonRoot", true,
        "readOnlyRootFilesystem", true,
        "allowPrivilegeEscalation", false);
  }

  static Map<String, Object> podSecurity() {
    return object(
        "runAsUser", 1000,
        "runAsGroup", 1000,
        "runAsNonRoot", true,
        "fsGroup", 1000,
        "seccompProfile", object("type", "RuntimeDefault"));
  }

  static Map<String, Object> affinity() {
    var term =
        object(
            "labelSelector",
            object("matchLabels", object("app.kubernetes.io/name", "ray")),
            "topologyKey",
            "kubernetes.io/hostname");
    return object(
        "podAntiAffinity",
        object(
            "preferredDuringSchedulingIgnoredDuringExecution",
            List.of(object("weight", 100, "podAffinityTerm", term))));
  }

  static List<Object> tolerations() {
    return List.of(
        toleration("node.kubernetes.io/not-ready"), toleration("node.kubernetes.io/unreachable"));
  }

  static Map<String, Object> tokenVolume() {
    var token = object("expirationSeconds", 3607, "path", "token");
    var ca =
        object(
            "name",
            "kube-root-ca.crt",
            "items",
            List.of(object("key", "ca.crt", "path", "ca.crt")));
    var field = object("apiVersion", "v1", "fieldPath", "metadata.namespace");
    var namespace = object("items", List.of(object("path", "namespace", "fieldRef", field)));
    return object(
        "name",
        "kube-api-access-9kq7v",
        "projected",
        object(
            "sources",
            List.of(
                object("serviceAccountToken", token),
                object("configMap", ca),
                object("downwardAPI", namespace)),
            "defaultMode",
            420));
  }

  private static Map<String, Object> toleration(String key) {
    return object(
        "key", key, "operator", "Exists", "effect", "NoExecute", "tolerationSeconds", 300);
  }

  private static List<Object> environment(String container) {
    var environment = new ArrayList<>();
    for (String name : List.of("POD_NAME", "POD_NAMESPACE", "POD_IP", "NODE_NAME")) {
      var field = object("apiVersion", "v1", "fieldPath", FieldNames.of(name));
      environment.add(object("name", name, "valueFrom", object("fieldRef", field)));
    }
    for (String name : FieldNames.SETTINGS) {
      environment.add(object("name", name, "value", "value-of-" + container + "-" + name.length()));
    }
    return environment;
  }

  private static Map<String, Object> resources() {
    return object(
        "limits", object("cpu", "2", "memory", "4Gi"),
        "requests", object("cpu", "500m", "memory", "1Gi"));
  }

  private static List<Object> mounts() {
    return List.of(
        object("name", "workspace", "mountPath", "/workspace"),
        object("name", "config", "readOnly", true, "mountPath", "/etc/ray"),
        object("name", "tls", "readOnly", true, "mountPath", "/etc/ray-tls"),
        object(
            "name", "kube-api-access-9kq7v",
            "readOnly", true,
            "mountPath", "/var/run/secrets/kubernetes.io/serviceaccount"));
  }

  private static Map<String, Object> probe(String path, int delay) {
    return object(
        "httpGet", object("path", path, "port", "http", "scheme", "HTTP"),
        "initialDelaySeconds", delay,
        "timeoutSeconds", 1,
        "periodSeconds", 10,
        "successThreshold", 1,
        "failureThreshold", 3);
  }
}
