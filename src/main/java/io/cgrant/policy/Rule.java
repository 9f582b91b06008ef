// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.util.Optional;

/// Requires what the policy's author wrote as an expression in CEL. It is asked after the checks,
/// and sees the pod as it would be stored. What cannot be told is refused, too.
///
/// The language, with an example for each function, is in [CEL](cel.md).
///
/// Source: Kubernetes, ValidatingAdmissionPolicy; KEP-3488.
///
/// Field: `require.rules`.
///
/// Default: none.
///
/// Reasons: `RuleUnmet`, `RuleFailed`.
///
/// Way out: change the pod so that the rule holds, as its message says.
///
/// @param name `require.rules[].name`: stands in what the rule refuses
/// @param text `require.rules[].expression`: must give true
/// @param message `require.rules[].message`: said where it gives false; else the expression
///     is
public record Rule(String name, String text, Expression expression, Optional<String> message) {

  /// The rule looks at the pod as a whole.
  private static final String PATH = "spec";

  /// What does not hold, or cannot be told, is a finding.
  Optional<Finding> examine(Facts facts) {
    return switch (expression.evaluate(facts)) {
      case Evaluation.True holds -> Optional.empty();
      case Evaluation.False no -> Optional.of(unmet());
      case Evaluation.Failed failed -> Optional.of(untold(failed));
    };
  }

  private Finding unmet() {
    return new Finding(
        PATH,
        Reason.RuleUnmet,
        "rule \"" + name + "\": " + message.orElse("it must hold that " + text));
  }

  private Finding untold(Evaluation.Failed failed) {
    return new Finding(
        PATH,
        Reason.RuleFailed,
        "rule \"" + name + "\" cannot be told: " + failed.why() + "; " + failed.wayOut());
  }
}
