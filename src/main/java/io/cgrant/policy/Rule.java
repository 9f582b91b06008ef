// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;
import java.util.Optional;

/// A requirement that a policy's author wrote as an expression.
///
/// @param text of the expression
/// @param message said where the rule does not hold; empty when left out
public record Rule(String name, String text, Expression expression, Optional<String> message) {

  /// The rule looks at the pod as a whole.
  private static final String PATH = "spec";

  /// What does not hold, or cannot be told, is a finding.
  Optional<Finding> examine(Facts facts) {
    return switch (expression.evaluate(facts)) {
      case Evaluation.True holds -> Optional.empty();
      case Evaluation.False no -> Optional.of(unmet());
      case Evaluation.Failed(var why) -> Optional.of(failed(why));
    };
  }

  private Finding unmet() {
    return new Finding(
        PATH, "RuleUnmet", "rule \"" + name + "\": " + message.orElse("it must hold that " + text));
  }

  private Finding failed(String why) {
    return new Finding(
        PATH,
        "RuleFailed",
        "rule \""
            + name
            + "\" cannot be told: "
            + why
            + "; change the pod, or ask the author of the policy to mend the rule");
  }
}
