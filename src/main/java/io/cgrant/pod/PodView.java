// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A pod, or the pod a workload template would make.
///
/// @param name empty while the API server has not generated it
/// @param beingDeleted whether `deletionTimestamp` is set
public record PodView(
    String name,
    Map<String, String> labels,
    Map<String, String> annotations,
    Owners owners,
    boolean beingDeleted,
    PodSpec spec) {

  /// Of a pod with one owner at most.
  public PodView(
      String name,
      Map<String, String> labels,
      Map<String, String> annotations,
      Optional<Owner> controller,
      boolean beingDeleted,
      PodSpec spec) {
    this(name, labels, annotations, new Owners(controller, List.of(), 0), beingDeleted, spec);
  }

  /// The owner with `controller: true`.
  public Optional<Owner> controller() {
    return owners.controller();
  }

  public PodView withSpec(PodSpec other) {
    return new PodView(name, labels, annotations, owners, beingDeleted, other);
  }

  /// An object the pod belongs to, as its owner reference names it. A pod author can forge it.
  public record Owner(String apiVersion, String kind, String name, String uid) {}
}
