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

  /// What is read of a request takes more than its bytes: a label of ten takes a hundred.
  private static final int KEPT_FOR_A_BYTE = 12;

  private final WorkerExecutor workers;
  private final AtomicInteger underWay = new AtomicInteger();
  private final long room;
  private final BodyBudget kept;

  public LiveReadPool(Vertx vertx) {
    this(vertx, Runtime.getRuntime().maxMemory() / 6);
  }

  /// @param room in bytes, for what those that wait keep together
  LiveReadPool(Vertx vertx, long room) {
    workers = vertx.createSharedWorkerExecutor("cgrant-live-read", AT_ONCE);
    this.room = room;
    kept = new BodyBudget(room);
  }

  /// @param size of the body; one alone may be of any
  /// @param blocking gets the time it may take
  /// @param later is called on the event loop; empty when there was no time or no room
  void run(
      int size,
      Deadline deadline,
      Function<Duration, Verdict> blocking,
      Consumer<Optional<Verdict>> later) {
    long taken = Math.min((long) size * KEPT_FOR_A_BYTE, room);
    if (!kept.take(taken)) {
      later.accept(Optional.empty());
      return;
    }
    if (underWay.incrementAndGet() > AT_MOST) {
      underWay.decrementAndGet();
      kept.giveBack(taken);
      later.accept(Optional.empty());
      return;
    }
    workers
        .executeBlocking(() -> inTime(deadline, blocking), false)
        .onComplete(
            done -> {
              underWay.decrementAndGet();
              kept.giveBack(taken);
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
