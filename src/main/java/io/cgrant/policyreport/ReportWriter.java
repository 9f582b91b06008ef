// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import io.cgrant.drift.Holding;
import io.cgrant.trouble.ApiServerWords;
import io.cgrant.trouble.Trouble;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Writes what the sweeps over pods find into one report for each namespace, in the replica that
/// leads. Where the cluster knows no kind of report nothing is done; it is asked again each minute.
///
/// Reports are made good after every sweep and, since anybody may have written them, once a minute.
/// Nothing is removed before a whole sweep has found no reason for it to be there.
public final class ReportWriter implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ReportWriter.class);
  private static final Duration TICK = Duration.ofSeconds(2);

  /// How soon what the cluster serves, and what stands there, is looked at again.
  static final Duration LOOK = Duration.ofMinutes(1);

  /// Between two writes.
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final int TIMEOUT_MILLIS = 10_000;

  private final Map<ReportKind, Upkeep> upkeep = new EnumMap<>(ReportKind.class);
  private final Supplier<Optional<Owner>> owner;
  private final BooleanSupplier leads;
  private final InstantSource clock;
  private final InstantSource stopwatch;
  private final ReportTally tally = new ReportTally();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cgrant-reports").factory());
  private volatile Optional<Survey> newest = Optional.empty();
  private Gathering gathering = new Gathering();
  private Optional<Survey> settled = Optional.empty();
  private Optional<ReportKind> chosen = Optional.empty();
  private Instant due = Instant.MIN;
  private final Trouble trouble = new Trouble(ReportWriter.class);

  /// @param leads whether this replica writes
  /// @param clock results are of its time
  /// @param stopwatch when something is looked at again
  public ReportWriter(
      KubernetesClient client,
      BooleanSupplier leads,
      InstantSource clock,
      InstantSource stopwatch) {
    this(
        ApiServerReportStore.all(impatient(client)),
        new ClusterRoleOwner(client),
        leads,
        clock,
        stopwatch,
        () -> LockSupport.parkNanos(PAUSE.toNanos()));
  }

  /// @param pause called after each write
  ReportWriter(
      Map<ReportKind, ReportStore> stores,
      Supplier<Optional<Owner>> owner,
      BooleanSupplier leads,
      InstantSource clock,
      InstantSource stopwatch,
      Runnable pause) {
    this.owner = owner;
    this.leads = leads;
    this.clock = clock;
    this.stopwatch = stopwatch;
    stores.forEach((kind, store) -> upkeep.put(kind, new Upkeep(kind, store, leads, pause, tally)));
  }

  /// Returns at once.
  public void start() {
    thread.scheduleWithFixedDelay(
        this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// A sweep begins; what was heard of one that did not end is forgotten.
  public synchronized void begins() {
    gathering = new Gathering();
  }

  /// A pod of the sweep. Returns at once.
  public synchronized void holds(Holding holding) {
    gathering.add(holding);
  }

  /// The sweep has seen every pod. Returns at once.
  public synchronized void ends() {
    newest = Optional.of(gathering.end());
    gathering = new Gathering();
  }

  public ReportTally tally() {
    return tally;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /// Makes the reports good if it is time.
  void tick() {
    if (!leads.getAsBoolean()) {
      forget();
      return;
    }
    Optional<Survey> survey = newest;
    boolean isNew = !survey.equals(settled);
    if (survey.isEmpty() || !isNew && stopwatch.instant().isBefore(due)) {
      return;
    }
    due = stopwatch.instant().plus(LOOK);
    settled = survey;
    try {
      complain(settle(survey.get()));
    } catch (KubernetesClientException e) {
      tally.failed(ReportFailure.of(e));
      complain(Optional.of(e));
    } catch (RuntimeException e) {
      tally.failed(ReportFailure.Unavailable);
      complain(Optional.of(e));
    }
  }

  /// The other kind is emptied only when all is written: somebody may read it until then.
  private Optional<? extends RuntimeException> settle(Survey survey) {
    choose();
    if (chosen.isEmpty()) {
      tally.leave(0);
      return Optional.empty();
    }
    Upkeep best = upkeep.get(chosen.get());
    var failure = best.settle(survey, owner.get(), clock.instant());
    tally.leave(survey.leftOut());
    for (var other : upkeep.entrySet()) {
      if (failure.isEmpty() && other.getKey() != chosen.get() && other.getValue().isServed()) {
        failure = other.getValue().settle(Survey.NOTHING, Optional.empty(), clock.instant());
      }
    }
    return failure;
  }

  private void choose() {
    Optional<ReportKind> served =
        upkeep.entrySet().stream()
            .filter(one -> one.getValue().isServed())
            .map(Map.Entry::getKey)
            .findFirst();
    if (!served.equals(chosen)) {
      upkeep.values().forEach(Upkeep::forget);
      LOG.infof(
          "drift is reported as %s",
          served
              .map(kind -> kind.kind() + " of " + kind.apiVersion())
              .orElse("nothing any more: the cluster serves no kind of report"));
    }
    chosen = served;
  }

  private void forget() {
    if (newest.isPresent() || chosen.isPresent()) {
      newest = Optional.empty();
      settled = Optional.empty();
      chosen = Optional.empty();
      due = Instant.MIN;
      upkeep.values().forEach(Upkeep::forget);
      tally.leave(0);
    }
  }

  private void complain(Optional<? extends RuntimeException> failure) {
    failure.ifPresentOrElse(
        e ->
            trouble.warn(
                "reports are not as they should be, and are tried again: "
                    + ApiServerWords.of(e)
                    + "; cgrant needs the rights of deploy/rbac.yaml on reports, or"
                    + " cgrant.reports.enabled=false"),
        () -> trouble.isOver("reports are as they should be again"));
  }

  private static KubernetesClient impatient(KubernetesClient client) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestTimeout(TIMEOUT_MILLIS)
                .withRequestRetryBackoffLimit(1)
                .build())
        .adapt(KubernetesClient.class);
  }
}
