// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Reads policies that are being written off the event loop, and comes back to it.
///
/// On threads of its own: certificates are refreshed on those of Vert.x. Few are read at once, few
/// may wait, and what they hold is counted until they were read, even where the sender is gone.
final class PolicyPool {

  /// In bytes, for the bodies of all that wait or are read: one of the largest size, or dozens of
  /// usual ones.
  static final int ROOM = PolicyEndpoint.LARGEST;

  private static final int AT_ONCE = 2;
  private static final int AT_MOST = 32;

  private final WorkerExecutor workers;
  private final AtomicInteger underWay = new AtomicInteger();
  private final BodyBudget kept = new BodyBudget(ROOM);

  PolicyPool(Vertx vertx) {
    workers = vertx.createSharedWorkerExecutor("cgrant-policy", AT_ONCE);
  }

  /// What came of it.
  sealed interface Outcome<T> {
    record Read<T>(T answer) implements Outcome<T> {}

    record Failed<T>(Throwable why) implements Outcome<T> {}

    /// There was no room, or no time.
    record Never<T>() implements Outcome<T> {}
  }

  /// @param size of the body
  /// @param later is called on the event loop
  <T> void run(int size, Deadline deadline, Supplier<T> reading, Consumer<Outcome<T>> later) {
    if (!kept.take(size)) {
      later.accept(new Outcome.Never<>());
      return;
    }
    if (underWay.incrementAndGet() > AT_MOST) {
      letGo(size);
      later.accept(new Outcome.Never<>());
      return;
    }
    workers
        .executeBlocking(() -> inTime(deadline, reading), false)
        .onComplete(
            done -> {
              letGo(size);
              later.accept(
                  done.succeeded() ? outcome(done.result()) : new Outcome.Failed<>(done.cause()));
            });
  }

  private void letGo(int size) {
    underWay.decrementAndGet();
    kept.giveBack(size);
  }

  private static <T> Outcome<T> outcome(Optional<T> answer) {
    return answer.<Outcome<T>>map(Outcome.Read::new).orElseGet(Outcome.Never::new);
  }

  private static <T> Optional<T> inTime(Deadline deadline, Supplier<T> reading) {
    return deadline.isOver(System.nanoTime()) ? Optional.empty() : Optional.of(reading.get());
  }
}
