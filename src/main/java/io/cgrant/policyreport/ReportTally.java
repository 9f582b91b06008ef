// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What became of reports in this replica. Safe for many threads.
public final class ReportTally {

  /// What was done to a report.
  public enum Change {
    Written,
    Removed
  }

  private final Map<Change, LongAdder> changes = new EnumMap<>(Change.class);
  private final Map<ReportFailure, LongAdder> failures = new EnumMap<>(ReportFailure.class);
  private final AtomicLong leftOut = new AtomicLong();

  /// That has counted nothing.
  public ReportTally() {
    for (Change change : Change.values()) {
      changes.put(change, new LongAdder());
    }
    for (ReportFailure failure : ReportFailure.values()) {
      failures.put(failure, new LongAdder());
    }
  }

  public long count(Change change) {
    return changes.get(change).sum();
  }

  public long count(ReportFailure failure) {
    return failures.get(failure).sum();
  }

  /// How many pods have no result of their own, as there are too many; 0 where this replica does
  /// not write.
  public long leftOut() {
    return leftOut.get();
  }

  void did(Change change) {
    changes.get(change).increment();
  }

  void failed(ReportFailure failure) {
    failures.get(failure).increment();
  }

  void leave(long pods) {
    leftOut.set(pods);
  }
}
