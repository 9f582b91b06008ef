// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

/// What happens to a pod that matches a policy and does not meet its requirements. The floor and
/// the routes a policy does not grant are refused in every mode.
public enum Enforcement {
  /// It is not granted.
  Enforce,
  /// It is granted, and its author is warned: for rolling a policy out.
  Warn,
  /// It is granted, and only the audit trail says what was wrong.
  Audit;

  boolean tolerates() {
    return switch (this) {
      case Enforce -> false;
      case Warn, Audit -> true;
    };
  }
}
