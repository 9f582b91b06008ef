// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The next pass over all policies, on a thread of its own. There is one at most: who wants it
/// sooner moves it. A pass asks for the next one for each policy that has to wait, so passes that
/// are left standing would multiply. Safe for many threads.
final class NextPass implements AutoCloseable {

  private final Runnable pass;
  private final InstantSource stopwatch;
  private final ScheduledThreadPoolExecutor thread;
  private Instant due = Instant.MAX;
  private Optional<Future<?>> planned = Optional.empty();

  /// @param stopwatch that nobody sets
  /// @param pulse a pass begins that often in any case
  NextPass(String name, Runnable pass, InstantSource stopwatch, Duration pulse) {
    this.pass = pass;
    this.stopwatch = stopwatch;
    this.thread =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
    thread.setRemoveOnCancelPolicy(true);
    thread.scheduleWithFixedDelay(
        () -> within(Duration.ZERO), pulse.toSeconds(), pulse.toSeconds(), TimeUnit.SECONDS);
  }

  /// One more pass, unless one is due by then anyway. Returns at once.
  synchronized void within(Duration delay) {
    Instant wanted = stopwatch.instant().plus(delay);
    if (!wanted.isBefore(due) || thread.isShutdown()) {
      return;
    }
    planned.ifPresent(later -> later.cancel(false));
    due = wanted;
    planned = Optional.of(thread.schedule(this::begin, delay.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void begin() {
    // Before it looks: what changes from now on needs another pass.
    begun();
    pass.run();
  }

  private synchronized void begun() {
    due = Instant.MAX;
    planned = Optional.empty();
  }

  /// How many wait to begin, the pulse among them.
  int waiting() {
    return thread.getQueue().size();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
