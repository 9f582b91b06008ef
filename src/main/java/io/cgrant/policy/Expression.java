// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

/// An expression of a policy, ready to be evaluated. Safe for use by many threads.
public interface Expression {

  /// Total: whatever the facts hold, it ends, within their effort, and throws nothing.
  Evaluation evaluate(Facts facts);

  /// Whether it is true for no pod whatever, as far as that can be told without one.
  default boolean isNeverTrue() {
    return false;
  }
}
