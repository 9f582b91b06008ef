// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import io.cgrant.policy.Match;
import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.PodSecurityLevel;
import io.cgrant.policy.check.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What makes sense in a policy, and is seldom meant.
final class SecondThoughts {

  private SecondThoughts() {}

  static List<Problem> on(Match match, RequirementReader.Requirements requirements) {
    var thoughts = new ArrayList<Problem>(0);
    if (match.isEverything()) {
      thoughts.add(
          new Problem(
              "spec.match",
              "an empty selector selects everything, so this policy speaks for every pod of every"
                  + " namespace; write labels unless you mean that"));
    } else if (match.isAnyonesAccount()) {
      thoughts.add(
          new Problem(
              "spec.match.serviceAccounts",
              "these are names in every namespace, and whoever may make a ServiceAccount in one can"
                  + " take such a name; write a namespaceSelector with labels unless you mean"
                  + " that"));
    }
    // Of a level that is left out nobody expects that it holds.
    requirements
        .podSecurity()
        .flatMap(level -> contradiction(level, requirements.checks()))
        .ifPresent(thoughts::add);
    return thoughts;
  }

  private static Optional<Problem> contradiction(PodSecurityLevel level, List<Check> checks) {
    Set<Requirement> looser = level.loosenedBy(checks);
    return looser.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "spec.require.podSecurity",
                "what has a field of its own is judged by that alone, and these let more through"
                    + " than "
                    + level
                    + ": "
                    + looser.stream().map(Enum::name).collect(Collectors.joining(", "))
                    + "; leave them out unless you mean that"));
  }
}
