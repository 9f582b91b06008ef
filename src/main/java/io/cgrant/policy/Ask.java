// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodView;
import java.util.Optional;
import java.util.Set;

/// One request to the gate.
///
/// @param uid of the AdmissionReview; empty outside a cluster
/// @param subject the object the person wrote
/// @param old what is stored now, on UPDATE
public record Ask(
    String uid,
    Phase phase,
    Operation operation,
    Subject subject,
    PodView pod,
    Optional<PodView> old,
    Requester requester,
    boolean dryRun) {

  /// When in the life of a request the gate is asked.
  public enum Phase {
    /// The pod can still be changed: an ask by label can be granted.
    Mutate,
    /// The pod is final. This verdict counts.
    Validate,
    /// The pod does not exist yet: a template, or a file on the command line. Judged as if it went
    /// through both.
    Preview
  }

  public enum Operation {
    CREATE,
    UPDATE
  }

  /// @param subresource empty for the object itself
  /// @param podPath what stands before the pod's own paths: empty, or `spec.template.`
  public record Subject(
      String kind, String namespace, String name, String subresource, String podPath) {}

  public record Requester(String username, Set<String> groups) {
    public static final Requester NOBODY = new Requester("", Set.of());
  }
}
