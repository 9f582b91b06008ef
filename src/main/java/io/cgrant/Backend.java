// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.admission.AuditEntry;
import io.cgrant.metric.Meters;
import io.cgrant.policy.SnapshotSource;
import java.time.Duration;
import java.util.List;

/// Where policies, namespaces and RuntimeClasses come from, and where verdicts go.
interface Backend extends AutoCloseable {

  SnapshotSource snapshots();

  /// Returns at once.
  void record(AuditEntry entry);

  State state();

  void measure(Meters meters);

  @Override
  void close();

  /// @param synced whether decisions are possible
  /// @param age how long ago what decisions rest on was last known to be true
  /// @param problems what is wrong with the source now, for the one who looks after it
  record State(boolean synced, Duration age, List<String> problems) {}
}
