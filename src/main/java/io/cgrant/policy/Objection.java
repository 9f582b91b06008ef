// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;
import java.util.Optional;

/// A finding, and whose it is.
///
/// @param policy empty for the floor and for what no policy could change
public record Objection(Optional<String> policy, Finding finding) {

  static Objection ofFloor(Finding finding) {
    return new Objection(Optional.empty(), finding);
  }

  static Objection of(Policy policy, Finding finding) {
    return new Objection(Optional.of(policy.name()), finding);
  }
}
