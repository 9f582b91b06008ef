// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.ArrayList;
import java.util.List;

/// Whether a policy that selects a pod speaks for it, by its conditions.
///
/// @param stands false where one of the conditions is false, even if another fails: as in
/// Kubernetes
/// @param doubts conditions that fail; such a policy grants nothing, and says so
record Candidacy(boolean stands, List<Objection> doubts) {

  private static final Candidacy CERTAIN = new Candidacy(true, List.of());
  private static final Candidacy NONE = new Candidacy(false, List.of());

  static Candidacy of(Policy policy, Facts facts) {
    if (policy.match().conditions().isEmpty()) {
      return CERTAIN;
    }
    var doubts = new ArrayList<Objection>(0);
    for (Condition condition : policy.match().conditions()) {
      switch (condition.expression().evaluate(facts)) {
        case Evaluation.True holds -> {}
        case Evaluation.False no -> {
          return NONE;
        }
        case Evaluation.Failed(var why) -> doubts.add(Objection.of(policy, condition.failed(why)));
      }
    }
    return doubts.isEmpty() ? CERTAIN : new Candidacy(true, doubts);
  }
}
