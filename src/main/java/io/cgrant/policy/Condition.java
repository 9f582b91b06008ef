// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;

/// An expression that narrows which pods a policy speaks for.
///
/// @param text of the expression
public record Condition(String name, String text, Expression expression) {

  Finding untold(Evaluation.Failed failed) {
    return new Finding(
        "spec",
        Reason.ConditionFailed,
        "whether the policy speaks for this pod cannot be told, since its condition \""
            + name
            + "\" fails: "
            + failed.why()
            + "; "
            + failed.wayOut());
  }
}
