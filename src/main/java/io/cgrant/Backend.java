// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.admission.AuditEntry;
import io.cgrant.drift.Change;
import io.cgrant.drift.Holding;
import io.cgrant.metric.Meters;
import io.cgrant.ownership.TopOwners;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.sweep.ClusterToday;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Where policies, namespaces and RuntimeClasses come from, and where verdicts go.
interface Backend extends AutoCloseable {

  SnapshotSource snapshots();

  /// Returns at once.
  void record(AuditEntry entry);

  /// Begins to look at pods that run, where there are any, and returns at once.
  ///
  /// @param drift hears what is new of one
  void lookBack(BiConsumer<Change, Holding> drift);

  /// Who stands above the owners that pods name.
  TopOwners owners();

  State state();

  /// What is last known of policies; empty where there is no cluster.
  Optional<ClusterToday> today();

  void measure(Meters meters);

  @Override
  void close();

  /// @param synced whether decisions are possible
  /// @param age how long ago what decisions rest on was last known to be true
  /// @param problems what is wrong with the source now, for the one who looks after it
  record State(boolean synced, Duration age, List<String> problems) {}
}
