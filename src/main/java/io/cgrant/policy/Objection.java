// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;
import java.util.Optional;
import java.util.OptionalLong;

/// A finding, and whose it is.
///
/// @param policy empty for the floor and for what no policy could change
/// @param generation of that policy as it found this
public record Objection(Optional<String> policy, OptionalLong generation, Finding finding) {

  /// Of the policy, as [Policy#provenance] says it.
  public Optional<String> provenance() {
    return policy.map(name -> Policy.provenance(name, generation.orElse(0)));
  }

  static Objection ofFloor(Finding finding) {
    return new Objection(Optional.empty(), OptionalLong.empty(), finding);
  }

  static Objection of(Policy policy, Finding finding) {
    return new Objection(Optional.of(policy.name()), OptionalLong.of(policy.generation()), finding);
  }
}
