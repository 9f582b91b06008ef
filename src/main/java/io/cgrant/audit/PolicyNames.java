// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.drift.Holding;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Which policies somebody who looks at one of them wants to hear of.
final class PolicyNames {

  /// A pod that more refuse says nothing of any one of them, and each is told by writes of its own.
  private static final int MOST = 5;

  private PolicyNames() {}

  static List<String> of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Granted granted -> List.of(granted.policy().name());
      case Verdict.Refused(var objections, var routes) -> among(objections);
      case Verdict.NotAsked untouched -> List.of();
      case Verdict.Undecided undecided -> List.of();
    };
  }

  /// By whose grant the pod holds it.
  static List<String> of(Holding holding) {
    Optional<String> recorded = holding.grantedBy();
    return recorded.map(by -> by.substring(0, Math.max(0, by.lastIndexOf('@')))).stream().toList();
  }

  private static List<String> among(List<Objection> objections) {
    var names = new TreeSet<String>();
    for (Objection objection : objections) {
      if (objection.policy().isPresent() && names.size() < MOST) {
        names.add(objection.policy().get());
      }
    }
    return List.copyOf(names);
  }
}
