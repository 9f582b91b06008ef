// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.Map;
import java.util.Optional;

/// A pod, or the pod a workload template would make.
///
/// @param name empty while the API server has not generated it
/// @param controller the owner with `controller: true`
/// @param beingDeleted whether `deletionTimestamp` is set
public record PodView(
    String name,
    Map<String, String> labels,
    Map<String, String> annotations,
    Optional<Owner> controller,
    boolean beingDeleted,
    PodSpec spec) {

  public PodView withSpec(PodSpec other) {
    return new PodView(name, labels, annotations, controller, beingDeleted, other);
  }

  /// The controller that made the pod, as its owner reference names it. A pod author can forge it.
  public record Owner(String apiVersion, String kind, String name, String uid) {}
}
