// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.folder;

import io.cgrant.file.DescribedCluster;
import io.cgrant.file.FileProblem;
import io.cgrant.file.ManifestPaths;
import io.cgrant.policy.Ask;
import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.SnapshotSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/// Snapshots of what a folder describes, kept up to date.
///
/// A folder with anything wrong in it is never served: the last good set stays, and log and state
/// say why. Until there is one, the snapshots are not synced.
public final class FolderSnapshots implements SnapshotSource, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(FolderSnapshots.class);

  private final Path folder;
  private final Set<String> gatedHandlers;
  private final InstantSource clock;
  private final ExpressionCompiler compiler;
  private final FolderWatch watch;
  private volatile Served served =
      new Served(Map.of(), Snapshot.UNSYNCED, new FolderState(Optional.empty(), List.of()));

  /// One snapshot for each namespace, made beforehand; a request only says when.
  private record Served(Map<String, Snapshot> byNamespace, Snapshot elsewhere, FolderState state) {}

  private FolderSnapshots(
      Path folder,
      Set<String> gatedHandlers,
      InstantSource clock,
      ExpressionCompiler compiler,
      Duration pollEvery) {
    this.folder = folder;
    this.gatedHandlers = Set.copyOf(gatedHandlers);
    this.clock = clock;
    this.compiler = compiler;
    this.watch = new FolderWatch(folder, pollEvery, this::read);
  }

  /// Reads the folder, then watches it until closed.
  public static FolderSnapshots watching(
      Path folder, Set<String> gatedHandlers, InstantSource clock, ExpressionCompiler compiler) {
    return watching(folder, gatedHandlers, clock, compiler, Duration.ofSeconds(5));
  }

  /// @param pollEvery how soon a change is seen that the operating system does not announce
  static FolderSnapshots watching(
      Path folder,
      Set<String> gatedHandlers,
      InstantSource clock,
      ExpressionCompiler compiler,
      Duration pollEvery) {
    var snapshots = new FolderSnapshots(folder, gatedHandlers, clock, compiler, pollEvery);
    snapshots.watch.start();
    return snapshots;
  }

  @Override
  public Snapshot current(String namespace) {
    Served now = served;
    return now.byNamespace.getOrDefault(namespace, now.elsewhere).at(clock.instant());
  }

  /// All there is to know is in memory.
  @Override
  public Snapshot refreshed(Ask ask, Duration bound) {
    return current(ask.subject().namespace());
  }

  public FolderState state() {
    return served.state;
  }

  @Override
  public void close() {
    watch.close();
  }

  private void read() {
    ManifestPaths.Reading reading = ManifestPaths.read(List.of(folder));
    DescribedCluster described = DescribedCluster.of(reading.documents(), compiler);
    var problems = new ArrayList<>(reading.problems());
    problems.addAll(described.problems());
    if (!problems.isEmpty()) {
      keep(problems);
      return;
    }
    var byNamespace = new HashMap<String, Snapshot>();
    for (String namespace : described.namespaces().keySet()) {
      byNamespace.put(namespace, described.snapshot(namespace, gatedHandlers));
    }
    served =
        new Served(
            Map.copyOf(byNamespace),
            described.snapshot("", gatedHandlers),
            new FolderState(Optional.of(clock.instant()), List.of()));
    LOG.infof(
        "%s: %d policies, %d namespaces, %d RuntimeClasses",
        folder,
        described.policies().ordered().size(),
        described.namespaces().size(),
        described.runtimeClasses().size());
  }

  private void keep(List<FileProblem> problems) {
    FolderState before = served.state;
    if (!before.problems().equals(problems)) {
      String kept =
          before
              .goodSince()
              .map(since -> "the set read at " + since + " stays in force")
              .orElse("nothing is served until this is mended");
      problems.forEach(problem -> LOG.errorf("%s; %s", problem.sentence(), kept));
    }
    served =
        new Served(
            served.byNamespace, served.elsewhere, new FolderState(before.goodSince(), problems));
  }
}
