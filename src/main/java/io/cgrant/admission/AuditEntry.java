// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Verdict;

/// One verdict on its way to whoever keeps a record of it. Every audit sink gets the same.
public record AuditEntry(Ask ask, Verdict verdict) {

  public AuditEntry {
    ask = ask.forTheRecord();
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
