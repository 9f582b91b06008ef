// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.admission.AuditEntry;
import io.cgrant.drift.Change;
import io.cgrant.drift.Holding;
import io.cgrant.file.FileProblem;
import io.cgrant.folder.FolderSnapshots;
import io.cgrant.folder.FolderState;
import io.cgrant.metric.Meters;
import io.cgrant.ownership.TopOwners;
import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.sweep.ClusterToday;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// Standalone: a folder instead of a cluster, and no Events.
final class FolderBackend implements Backend {

  private final FolderSnapshots snapshots;
  private final InstantSource clock;

  FolderBackend(
      Path folder, Set<String> gatedHandlers, InstantSource clock, ExpressionCompiler compiler) {
    this.clock = clock;
    this.snapshots = FolderSnapshots.watching(folder, gatedHandlers, clock, compiler);
  }

  @Override
  public SnapshotSource snapshots() {
    return snapshots;
  }

  @Override
  public void record(AuditEntry entry) {}

  /// There are no pods in a folder.
  @Override
  public void lookBack(BiConsumer<Change, Holding> drift) {}

  /// Pods of a folder have none.
  @Override
  public TopOwners owners() {
    return TopOwners.nobody();
  }

  @Override
  public State state() {
    FolderState state = snapshots.state();
    Instant now = clock.instant();
    Duration age =
        state.current() ? Duration.ZERO : Duration.between(state.goodSince().orElse(now), now);
    return new State(
        state.synced(), age, state.problems().stream().map(FileProblem::sentence).toList());
  }

  @Override
  public Optional<ClusterToday> today() {
    return Optional.empty();
  }

  @Override
  public void measure(Meters meters) {}

  @Override
  public void close() {
    snapshots.close();
  }
}
