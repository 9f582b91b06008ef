// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Takes work that may last off the event loop, and comes back to it.
///
/// On threads of its own: certificates are refreshed on those of Vert.x. Little is done at once,
/// little may wait, and what it holds is counted until it was done, even where the sender is gone:
/// a storm is refused at once, not queued.
final class BoundedWorkers {

  private final WorkerExecutor workers;
  private final int most;
  private final BodyBudget room;
  private final AtomicInteger underWay = new AtomicInteger();

  /// @param atOnce how many threads there are
  /// @param most how many pieces of work are done or wait
  /// @param bytes for what all of them hold together
  record Bounds(int atOnce, int most, long bytes) {}

  /// What came of it.
  sealed interface Outcome<T> {
    record Done<T>(T answer) implements Outcome<T> {}

    record Failed<T>(Throwable why) implements Outcome<T> {}

    /// There was no room, or no time.
    record Never<T>() implements Outcome<T> {}
  }

  /// @param name of the threads
  BoundedWorkers(Vertx vertx, String name, Bounds bounds) {
    this.workers = vertx.createSharedWorkerExecutor(name, bounds.atOnce());
    this.most = bounds.most();
    this.room = new BodyBudget(bounds.bytes());
  }

  /// @param held in bytes, while it waits and is done
  /// @param work empty when its turn came too late
  /// @param later is called on the event loop
  <T> void run(long held, Supplier<Optional<T>> work, Consumer<Outcome<T>> later) {
    if (!begin(held)) {
      later.accept(new Outcome.Never<>());
      return;
    }
    workers
        .executeBlocking(work::get, false)
        .onComplete(
            done -> {
              end(held);
              later.accept(
                  done.succeeded() ? outcome(done.result()) : new Outcome.Failed<>(done.cause()));
            });
  }

  private boolean begin(long held) {
    if (!room.take(held)) {
      return false;
    }
    if (underWay.incrementAndGet() > most) {
      end(held);
      return false;
    }
    return true;
  }

  private void end(long held) {
    underWay.decrementAndGet();
    room.giveBack(held);
  }

  private static <T> Outcome<T> outcome(Optional<T> answer) {
    return answer.<Outcome<T>>map(Outcome.Done::new).orElseGet(Outcome.Never::new);
  }
}
