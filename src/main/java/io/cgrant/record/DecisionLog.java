// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import io.cgrant.admission.AuditEntry;
import io.cgrant.drift.Change;
import io.cgrant.drift.Holding;
import io.cgrant.outlet.Backlog;
import io.cgrant.outlet.Drops;
import io.cgrant.ownership.TopOwners;
import io.cgrant.policy.Outcome;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.WorkloadControllers;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// One line of JSON for each pod that asked, and for what is new about pods that run. Each of its
/// sinks has a thread of its own, and none waits for another.
public final class DecisionLog implements Consumer<AuditEntry>, AutoCloseable {

  /// What waits when garbage is collected is moved once more, so lines wait shortly. A thread that
  /// looks so often takes a thousandth of a CPU where there is nothing.
  static final Backlog.Terms TERMS =
      new Backlog.Terms("cgrant-decisions", 4_096, 16 << 20, Duration.ofMillis(5));

  private final List<Backlog<Line>> sinks;
  private final InstantSource clock;
  private final WorkloadControllers controllers;
  private final Supplier<Duration> snapshotAge;
  private final TopOwners owners;
  private final Drops drops = new Drops();

  /// That is written to one place alone, and knows of owners what pods say.
  ///
  /// @param controllers in whose pods the record of an author counts
  /// @param snapshotAge how long ago what decisions rest on was last known to be true; asked for
  /// each line
  public DecisionLog(
      OutputStream sink,
      InstantSource clock,
      WorkloadControllers controllers,
      Supplier<Duration> snapshotAge) {
    this(Optional.of(sink), Optional.empty(), TopOwners.nobody(), clock, controllers, snapshotAge);
  }

  /// @param sink where lines are written; empty: nowhere
  /// @param sent where lines go as well; its drops are its own
  /// @param owners what lines say of owners above those that a pod names
  public DecisionLog(
      Optional<OutputStream> sink,
      Optional<Backlog<Line>> sent,
      TopOwners owners,
      InstantSource clock,
      WorkloadControllers controllers,
      Supplier<Duration> snapshotAge) {
    this(sink, sent, owners, clock, controllers, snapshotAge, TERMS);
  }

  /// @param terms of what is written
  DecisionLog(
      Optional<OutputStream> sink,
      Optional<Backlog<Line>> sent,
      TopOwners owners,
      InstantSource clock,
      WorkloadControllers controllers,
      Supplier<Duration> snapshotAge,
      Backlog.Terms terms) {
    this.owners = owners;
    Optional<Backlog<Line>> written =
        sink.map(s -> new OwnedLines(new LineWriter(s, clock), owners, clock))
            .map(outlet -> new Backlog<>(terms, Line::length, outlet, drops));
    this.sinks = Stream.concat(written.stream(), sent.stream()).toList();
    this.clock = clock;
    this.controllers = controllers;
    this.snapshotAge = snapshotAge;
  }

  /// Returns at once. The line is made here and not later, because bytes are a fraction of what
  /// they are made from, and the queue may hold many.
  @Override
  public void accept(AuditEntry entry) {
    if (sinks.isEmpty() || !entry.isOfRecord()) {
      return;
    }
    add(line(entry, clock.instant()));
  }

  /// Returns at once.
  public void tell(Change change, Holding holding) {
    if (sinks.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Outcome today = holding.drift().map(d -> Outcome.of(d.today())).orElse(Outcome.Granted);
    byte[] json = DriftLine.of(change, holding, now);
    add(
        new Line(
            json,
            now,
            today,
            Optional.empty(),
            holding.pod().namespace(),
            Optional.empty(),
            Optional.of(change)));
  }

  private void add(Line line) {
    for (int i = 0; i < sinks.size(); i++) {
      sinks.get(i).add(line);
    }
  }

  private Line line(AuditEntry entry, Instant at) {
    byte[] json = DecisionLine.of(entry, at, snapshotAge.get(), controllers);
    Optional<String> policy =
        entry.verdict() instanceof Verdict.Granted granted
            ? Optional.of(granted.policy().name())
            : Optional.empty();
    return new Line(
        json,
        at,
        Outcome.of(entry.verdict()),
        policy,
        entry.ask().subject().namespace(),
        entry.ask().pod().controller().filter(TopOwners::isMadeByOthers),
        Optional.empty());
  }

  /// Of what is written.
  public Drops drops() {
    return drops;
  }

  /// One writes its last lines while another is waited for.
  @Override
  public void close() {
    owners.askNobody();
    sinks.forEach(Backlog::end);
    sinks.forEach(Backlog::close);
  }
}
