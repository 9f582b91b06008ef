// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

/// How CRI-O is told which pods get a writable cgroup.
public enum CrioForm {
  /// By the handler alone, as in containerd: the pod names a RuntimeClass and nothing else.
  handler,
  /// By a handler that heeds an annotation: the pod needs both.
  annotation,
  /// By an annotation that switches a workload on: the pod needs two annotations and no class.
  workload
}
