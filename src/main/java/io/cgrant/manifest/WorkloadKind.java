// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.util.List;
import java.util.Optional;

/// The kinds that hold a pod, and where in them it stands. A Binding holds what it puts on its pod.
enum WorkloadKind {
  Pod("", List.of()),
  Binding("", List.of()),
  PodTemplate("", List.of("template")),
  ReplicationController("", List.of("spec", "template")),
  Deployment("apps", List.of("spec", "template")),
  ReplicaSet("apps", List.of("spec", "template")),
  StatefulSet("apps", List.of("spec", "template")),
  DaemonSet("apps", List.of("spec", "template")),
  Job("batch", List.of("spec", "template")),
  CronJob("batch", List.of("spec", "jobTemplate", "spec", "template"));

  private static final List<WorkloadKind> ALL = List.of(values());

  private final String group;
  private final List<String> toPod;

  WorkloadKind(String group, List<String> toPod) {
    this.group = group;
    this.toPod = toPod;
  }

  /// The keys that lead from the object to its pod; none for a pod itself.
  List<String> toPod() {
    return toPod;
  }

  /// Whether its pods do not exist yet.
  boolean isTemplate() {
    return !toPod.isEmpty();
  }

  /// What stands before the pod's own paths: `spec.template.`, or nothing.
  String podPath() {
    return toPod.isEmpty() ? "" : String.join(".", toPod) + ".";
  }

  /// @param group the API group without its version; empty for the core group
  static Optional<WorkloadKind> of(String group, String kind) {
    for (WorkloadKind candidate : ALL) {
      if (candidate.name().equals(kind) && candidate.group.equals(group)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  static Optional<WorkloadKind> ofApiVersion(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    return of(slash < 0 ? "" : apiVersion.substring(0, slash), kind);
  }
}
