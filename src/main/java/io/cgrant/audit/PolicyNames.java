// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.drift.Holding;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
    return holding.grantedBy().map(Policy::namedBy).stream().toList();
  }

  /// Without a stream: it would cost as much as all else of an Event that is only counted.
  private static List<String> among(List<Objection> objections) {
    var names = new ArrayList<String>(MOST);
    for (int i = 0; i < objections.size() && names.size() < MOST; i++) {
      Optional<String> policy = objections.get(i).policy();
      if (policy.isPresent() && !names.contains(policy.get())) {
        names.add(policy.get());
      }
    }
    names.sort(Comparator.naturalOrder());
    return List.copyOf(names);
  }
}
