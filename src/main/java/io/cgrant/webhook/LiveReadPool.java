// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.policy.Verdict;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/// Takes the one read that may block off the event loop, and comes back to it.
///
/// Few run at once and few may wait: a storm of asks from unknown namespaces is refused at once,
/// not queued.
public final class LiveReadPool {

  private static final int AT_ONCE = 4;
  private static final int AT_MOST = 64;
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /// Kept back from the request's time for the way home.
  private static final Duration RESERVE = Duration.ofMillis(250);

  private final WorkerExecutor workers;
  private final AtomicInteger underWay = new AtomicInteger();

  public LiveReadPool(Vertx vertx) {
    workers = vertx.createSharedWorkerExecutor("cgrant-live-read", AT_ONCE);
  }

  /// @param blocking gets the time it may take
  /// @param later is called on the event loop; empty when there was no time or no room
  void run(
      Deadline deadline, Function<Duration, Verdict> blocking, Consumer<Optional<Verdict>> later) {
    if (underWay.incrementAndGet() > AT_MOST) {
      underWay.decrementAndGet();
      later.accept(Optional.empty());
      return;
    }
    workers
        .executeBlocking(() -> inTime(deadline, blocking), false)
        .onComplete(
            done -> {
              underWay.decrementAndGet();
              later.accept(done.succeeded() ? done.result() : Optional.empty());
            });
  }

  private static Optional<Verdict> inTime(Deadline deadline, Function<Duration, Verdict> blocking) {
    Duration left = deadline.left(System.nanoTime()).minus(RESERVE);
    if (left.isNegative() || left.isZero()) {
      return Optional.empty();
    }
    return Optional.of(blocking.apply(left.compareTo(LONGEST) > 0 ? LONGEST : left));
  }
}
