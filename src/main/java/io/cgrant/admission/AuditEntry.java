// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Route;
import io.cgrant.policy.RouteFinder;
import io.cgrant.policy.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// One verdict on its way to whoever keeps a record of it. Every audit sink gets the same.
///
/// @param took from the last byte of the request to the answer
/// @param told the message of the denial, where there was one: who writes the same down need not
/// find the words again
public record AuditEntry(Ask ask, Verdict verdict, Duration took, Optional<String> told) {

  public AuditEntry {
    ask = ask.forTheRecord();
  }

  /// Of a decision that nobody was told of.
  public AuditEntry(Ask ask, Verdict verdict, Duration took) {
    this(ask, verdict, took, Optional.empty());
  }

  /// Nor took its time.
  public AuditEntry(Ask ask, Verdict verdict) {
    this(ask, verdict, Duration.ZERO);
  }

  /// By which the pod asks. Where nobody could decide, those that the pod itself shows: not whether
  /// its RuntimeClass is one.
  public Set<Route.Name> routes() {
    return switch (verdict) {
      case Verdict.NotAsked untouched -> Set.of();
      case Verdict.Granted granted -> granted.routes();
      case Verdict.Refused refused -> refused.routes();
      case Verdict.Undecided undecided -> Route.names(RouteFinder.inPod(ask.pod()));
    };
  }

  /// Whether there is something to keep: the pod asked, and this verdict is the last word on it.
  public boolean isOfRecord() {
    return switch (verdict) {
      case Verdict.NotAsked untouched -> false;
      case Verdict.Granted granted -> ask.phase() == Ask.Phase.Validate;
      case Verdict.Refused refused -> ask.phase() != Ask.Phase.Preview;
      case Verdict.Undecided undecided -> ask.phase() != Ask.Phase.Preview && Gate.concerns(ask);
    };
  }
}
