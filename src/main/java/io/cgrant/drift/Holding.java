// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

import io.cgrant.policy.Route;
import java.util.Optional;
import java.util.Set;

/// A pod that holds a writable cgroup, or was granted one.
///
/// @param pod without its words
/// @param routes by which it holds it now; empty where the only one is gone
/// @param grantedBy the recorded policy and its generation, as `ray@3`
/// @param drift empty where today's policies agree, or where that cannot be told
/// @param tolerance what a policy that does not enforce lets pass; only where there is no drift
public record Holding(
    StoredPod pod,
    Set<Route.Name> routes,
    Optional<String> grantedBy,
    Optional<Drift> drift,
    Optional<Tolerance> tolerance) {

  public Holding {
    pod = pod.forTheRecord();
  }

  /// Of a pod in which nothing is tolerated.
  public Holding(
      StoredPod pod, Set<Route.Name> routes, Optional<String> grantedBy, Optional<Drift> drift) {
    this(pod, routes, grantedBy, drift, Optional.empty());
  }
}
