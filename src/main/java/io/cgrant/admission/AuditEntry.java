// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Verdict;
import java.time.Duration;

/// One verdict on its way to whoever keeps a record of it. Every audit sink gets the same.
///
/// @param took from the last byte of the request to the answer
public record AuditEntry(Ask ask, Verdict verdict, Duration took) {

  public AuditEntry {
    ask = ask.forTheRecord();
  }

  /// Of a decision whose time nobody took.
  public AuditEntry(Ask ask, Verdict verdict) {
    this(ask, verdict, Duration.ZERO);
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
