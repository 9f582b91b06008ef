// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import io.cgrant.policy.Verdict;

/// A verdict by its name alone.
enum Outcome {
  NotAsked,
  Granted,
  Refused,
  Undecided;

  static Outcome of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.NotAsked v -> NotAsked;
      case Verdict.Granted v -> Granted;
      case Verdict.Refused v -> Refused;
      case Verdict.Undecided v -> Undecided;
    };
  }
}
