// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import static io.cgrant.bench.Json.object;

import java.util.List;
import java.util.Map;

/// The `managedFields` entry the controller manager leaves on a pod: a third of the whole body.
final class ManagedFields {

  private static final Map<String, Object> LEAF = object();

  private ManagedFields() {}

  static Map<String, Object> of(List<String> main, List<String> init) {
    return object(
        "manager", "kube-controller-manager",
        "operation", "Update",
        "apiVersion", "v1",
        "time", "2026-11-24T09:00:00Z",
        "fieldsType", "FieldsV1",
        "fieldsV1", object("f:metadata", metadata(), "f:spec", spec(main, init)));
  }

  private static Map<String, Object> metadata() {
    Map<String, Object> annotations = object(".", LEAF, "f:checksum/config", LEAF);
    annotations.put("f:prometheus.io/port", LEAF);
    annotations.put("f:prometheus.io/scrape", LEAF);
    Map<String, Object> labels = object(".", LEAF, "f:app.kubernetes.io/name", LEAF);
    labels.put("f:app.kubernetes.io/instance", LEAF);
    labels.put("f:app.kubernetes.io/component", LEAF);
    labels.put("f:pod-template-hash", LEAF);
    var owners = object(".", LEAF, "k:{\"uid\":\"0f0f53a2-6a52-4d5c-8a54-6a3b3f1d9a11\"}", LEAF);
    return object(
        "f:annotations", annotations,
        "f:generateName", LEAF,
        "f:labels", labels,
        "f:ownerReferences", owners);
  }

  private static Map<String, Object> spec(List<String> main, List<String> init) {
    return object(
        "f:affinity", LEAF,
        "f:containers", containers(main),
        "f:dnsPolicy", LEAF,
        "f:enableServiceLinks", LEAF,
        "f:initContainers", containers(init),
        "f:restartPolicy", LEAF,
        "f:schedulerName", LEAF,
        "f:securityContext", object(".", LEAF, "f:fsGroup", LEAF, "f:runAsUser", LEAF),
        "f:serviceAccount", LEAF,
        "f:serviceAccountName", LEAF,
        "f:terminationGracePeriodSeconds", LEAF,
        "f:volumes", object(".", LEAF, "k:{\"name\":\"config\"}", LEAF));
  }

  private static Map<String, Object> containers(List<String> names) {
    Map<String, Object> containers = object();
    names.forEach(name -> containers.put("k:{\"name\":\"" + name + "\"}", container()));
    return containers;
  }

  private static Map<String, Object> container() {
    Map<String, Object> environment = object(".", LEAF);
    for (String name : FieldNames.SETTINGS) {
      environment.put(
          "k:{\"name\":\"" + name + "\"}", object(".", LEAF, "f:name", LEAF, "f:value", LEAF));
    }
    var limits = object(".", LEAF, "f:cpu", LEAF, "f:memory", LEAF);
    Map<String, Object> mounts = object(".", LEAF);
    for (String path : List.of("/workspace", "/etc/ray", "/etc/ray-tls")) {
      mounts.put(
          "k:{\"mountPath\":\"" + path + "\"}",
          object(".", LEAF, "f:mountPath", LEAF, "f:name", LEAF));
    }
    return object(
        ".", LEAF,
        "f:args", LEAF,
        "f:command", LEAF,
        "f:env", environment,
        "f:image", LEAF,
        "f:imagePullPolicy", LEAF,
        "f:name", LEAF,
        "f:resources", object(".", LEAF, "f:limits", limits, "f:requests", limits),
        "f:securityContext", object(".", LEAF, "f:allowPrivilegeEscalation", LEAF),
        "f:terminationMessagePath", LEAF,
        "f:terminationMessagePolicy", LEAF,
        "f:volumeMounts", mounts);
  }
}
