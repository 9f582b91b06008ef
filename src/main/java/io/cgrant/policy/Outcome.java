// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

/// A verdict by its name alone.
public enum Outcome {
  NotAsked,
  Granted,
  Refused,
  Undecided;

  public static Outcome of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.NotAsked v -> NotAsked;
      case Verdict.Granted v -> Granted;
      case Verdict.Refused v -> Refused;
      case Verdict.Undecided v -> Undecided;
    };
  }
}
