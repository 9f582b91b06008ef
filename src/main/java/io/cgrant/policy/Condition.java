// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;

/// An expression that narrows which pods a policy speaks for.
public record Condition(String name, Expression expression) {

  /// @param why the evaluation failed
  Finding failed(String why) {
    return new Finding(
        "spec",
        "ConditionFailed",
        "whether the policy speaks for this pod cannot be told, since its condition \""
            + name
            + "\" fails: "
            + why
            + "; change the pod, or ask the author of the policy to mend the condition");
  }
}
