// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

import io.cgrant.policy.Objection;
import io.cgrant.policy.Objections;
import io.cgrant.policy.Verdict;
import java.util.ArrayList;

/// What a person reads of a drift: how the pod was granted, and what would become of it today.
///
/// Of a finding the place and the reason, not what it quotes of the pod.
final class Sentence {

  /// As many as a person reads. The log has more.
  private static final int MOST = 5;

  private Sentence() {}

  static String of(String beginning, Verdict today, Certainty certainty) {
    return beginning + "; " + of(today, certainty);
  }

  /// Of a pod that a policy grants and would not if it enforced.
  static String of(String record, Verdict.Granted today) {
    return "granted by "
        + record
        + ", and policy "
        + today.policy().name()
        + " would refuse it if it enforced: "
        + list(today.tolerated());
  }

  private static String of(Verdict today, Certainty certainty) {
    return switch (certainty) {
      case Whole -> of(today);
      case WithoutRequest ->
          "what today's policies would say cannot be told, since an expression of theirs looks at"
              + " the request";
    };
  }

  private static String of(Verdict today) {
    return switch (today) {
      case Verdict.Granted granted -> "policy " + granted.policy().name() + " would grant it today";
      case Verdict.Refused(var objections, var routes) ->
          "no policy would grant it today: " + list(objections);
      case Verdict.NotAsked untouched -> "it would pass as an ordinary pod today";
      case Verdict.Undecided undecided ->
          "what today's policies would say cannot be told (" + undecided.cause() + ")";
    };
  }

  private static String list(Objections objections) {
    var parts = new ArrayList<String>();
    for (Objection objection : objections.subList(0, Math.min(MOST, objections.size()))) {
      String whose = objection.policy().map(name -> " (policy " + name + ")").orElse("");
      parts.add(objection.finding().path() + ": " + objection.finding().reason() + whose);
    }
    int more = objections.size() + objections.more() - parts.size();
    return String.join(", ", parts) + (more > 0 ? " and " + more + " more" : "");
  }
}
