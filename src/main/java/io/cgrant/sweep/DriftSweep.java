// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sweep;

import io.cgrant.admission.Printable;
import io.cgrant.apiserver.PageSize;
import io.cgrant.drift.Holding;
import io.cgrant.drift.Memory;
import io.cgrant.manifest.StoredPodReader;
import io.cgrant.manifest.Unreadable;
import io.cgrant.trouble.ApiServerWords;
import io.cgrant.trouble.Trouble;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/// Looks at all pods that run, again and again, in the one replica that may report.
///
/// Keeps nothing of a pod but which drift was told of it. After a restart, or where another replica
/// takes over, it begins at the first pod again: a sweep is short beside what it looks for.
public final class DriftSweep implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(DriftSweep.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final PodSource pods;
  private final TodaySource today;
  private final BooleanSupplier mayReport;
  private final Pace pace;
  private final PageSize page;
  private final Audience audience;
  private final InstantSource clock;
  private final InstantSource stopwatch;
  private final Rest rest;
  private final AtomicLong failures = new AtomicLong();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cgrant-drift").factory());
  private volatile SweepResult last = SweepResult.NONE;
  private Memory memory = new Memory();
  private Instant due = Instant.MIN;
  private final Trouble trouble = new Trouble(DriftSweep.class);

  /// Lets time pass where a sweep is ahead of its pace.
  interface Rest {
    void take(Duration ahead) throws InterruptedException;
  }

  /// @param mayReport whether this replica is the one
  /// @param clock what is reported is of its time
  /// @param stopwatch when the next sweep begins
  public DriftSweep(
      KubernetesClient client,
      ClusterToday today,
      BooleanSupplier mayReport,
      Pace pace,
      Audience audience,
      InstantSource clock,
      InstantSource stopwatch) {
    this(
        new ApiServerPods(client),
        today,
        mayReport,
        pace,
        audience,
        clock,
        stopwatch,
        Thread::sleep);
  }

  DriftSweep(
      PodSource pods,
      TodaySource today,
      BooleanSupplier mayReport,
      Pace pace,
      Audience audience,
      InstantSource clock,
      InstantSource stopwatch,
      Rest rest) {
    this.pods = pods;
    this.today = today;
    this.mayReport = mayReport;
    this.pace = pace;
    this.page = new PageSize(pace.page());
    this.audience = audience;
    this.clock = clock;
    this.stopwatch = stopwatch;
    this.rest = rest;
  }

  /// Returns at once.
  public void start() {
    if (!pace.isOff()) {
      thread.scheduleWithFixedDelay(
          this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /// Of this replica; nothing while another reports.
  public SweepResult last() {
    return last;
  }

  /// How many sweeps ended before the last page.
  public long failures() {
    return failures.get();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /// Sweeps if it is time.
  void tick() {
    if (!mayReport.getAsBoolean()) {
      memory = new Memory();
      last = SweepResult.NONE;
      due = Instant.MIN;
      return;
    }
    if (!today.isReady() || stopwatch.instant().isBefore(due)) {
      return;
    }
    try {
      boolean isWhole = sweep();
      due = isWhole ? stopwatch.instant().plus(pace.period()) : Instant.MIN;
      trouble.isOver("pods that run are looked at again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void failed(RuntimeException e) {
    failures.incrementAndGet();
    page.failed(e);
    boolean isLong = pace.period().compareTo(LONGEST_RETRY) > 0;
    due = stopwatch.instant().plus(isLong ? LONGEST_RETRY : pace.period());
    trouble.warn(
        "pods that run could not be looked at, and are tried again: "
            + ApiServerWords.of(e)
            + "; cgrant needs the right to list pods (deploy/rbac.yaml), or cgrant.drift.period=0");
  }

  /// False where this replica is not the one any more.
  private boolean sweep() throws InterruptedException {
    memory.begin();
    audience.begins();
    try (var pass = new Pass()) {
      return sweep(pass);
    }
  }

  private boolean sweep(Pass pass) throws InterruptedException {
    Instant began = stopwatch.instant();
    String from = "";
    do {
      if (!mayReport.getAsBoolean()) {
        return false;
      }
      from = pods.page(from, page.now(), pass::look);
      Duration ahead = pace.atLeast(pass.seen).minus(Duration.between(began, stopwatch.instant()));
      if (ahead.isPositive() && !from.isEmpty()) {
        rest.take(ahead);
      }
    } while (!from.isEmpty());
    last =
        new SweepResult(
            memory.end(),
            pass.seen,
            pass.unreadable,
            Duration.between(began, stopwatch.instant()),
            clock.instant());
    page.worked();
    audience.ends();
    pass.complain();
    return true;
  }

  /// One sweep from the first pod to the last. Pods come from a thread of the list, one after the
  /// other, and from one that was given up too late.
  private final class Pass implements AutoCloseable {
    private long seen;
    private long unreadable;
    private String firstProblem = "";
    private boolean isOver;

    @Override
    public synchronized void close() {
      isOver = true;
    }

    synchronized void look(byte[] json) {
      if (isOver) {
        throw new IllegalStateException("the sweep is over");
      }
      seen++;
      try {
        PodLook.at(StoredPodReader.read(json), today).ifPresent(this::tell);
      } catch (Unreadable e) {
        unreadable++;
        firstProblem = firstProblem.isEmpty() ? e.getMessage() : firstProblem;
      }
    }

    private void tell(Holding holding) {
      audience.holds(holding);
      memory.saw(holding, clock.instant()).ifPresent(change -> audience.changed(change, holding));
    }

    void complain() {
      if (unreadable > 0) {
        LOG.warnf(
            "%d of %d pods that run could not be read, so nobody can tell whether they hold a"
                + " writable cgroup; the first: %s",
            unreadable, seen, Printable.of(firstProblem));
      }
    }
  }
}
