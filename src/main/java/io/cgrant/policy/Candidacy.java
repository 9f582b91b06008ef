// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether a policy that selects a pod speaks for it, by its conditions.
///
/// @param against the condition that is false, even if another fails: as in Kubernetes; empty where
/// the policy speaks
/// @param doubts conditions that fail; such a policy grants nothing, and says so
record Candidacy(Optional<Condition> against, List<Objection> doubts) {

  private static final Candidacy CERTAIN = new Candidacy(Optional.empty(), List.of());

  static Candidacy of(Policy policy, Facts facts) {
    if (policy.match().conditions().isEmpty()) {
      return CERTAIN;
    }
    var doubts = new ArrayList<Objection>(0);
    for (Condition condition : policy.match().conditions()) {
      switch (condition.expression().evaluate(facts)) {
        case Evaluation.True holds -> {}
        case Evaluation.False no -> {
          return new Candidacy(Optional.of(condition), List.of());
        }
        case Evaluation.Failed failed -> doubts.add(Objection.of(policy, condition.untold(failed)));
      }
    }
    return doubts.isEmpty() ? CERTAIN : new Candidacy(Optional.empty(), doubts);
  }
}
