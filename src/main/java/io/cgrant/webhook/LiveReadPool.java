// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.policy.Verdict;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Asks the API server off the event loop: the one read that may block. A storm of asks from
/// unknown namespaces is refused at once.
public final class LiveReadPool {

  private static final int AT_ONCE = 4;
  private static final int AT_MOST = 64;
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /// Kept back from the request's time for the way home.
  private static final Duration RESERVE = Duration.ofMillis(250);

  /// What is read of a request takes more than its bytes: a label of ten takes a hundred.
  private static final int KEPT_FOR_A_BYTE = 12;

  private final BoundedWorkers workers;
  private final long room;

  public LiveReadPool(Vertx vertx) {
    this(vertx, Runtime.getRuntime().maxMemory() / 6);
  }

  /// @param room in bytes, for what those that wait keep together
  LiveReadPool(Vertx vertx, long room) {
    this.room = room;
    var bounds = new BoundedWorkers.Bounds(AT_ONCE, AT_MOST, room);
    workers = new BoundedWorkers(vertx, "cgrant-live-read", bounds);
  }

  /// @param size of the body; one alone may be of any
  /// @param blocking gets the time it may take
  /// @param later is called on the event loop; empty when there was no time or no room
  void run(
      int size,
      Deadline deadline,
      Function<Duration, Verdict> blocking,
      Consumer<Optional<Verdict>> later) {
    long held = Math.min((long) size * KEPT_FOR_A_BYTE, room);
    workers.<Verdict>run(
        held, () -> inTime(deadline, blocking), outcome -> later.accept(verdict(outcome)));
  }

  private static Optional<Verdict> verdict(BoundedWorkers.Outcome<Verdict> outcome) {
    return switch (outcome) {
      case BoundedWorkers.Outcome.Done<Verdict>(var verdict) -> Optional.of(verdict);
      case BoundedWorkers.Outcome.Failed<Verdict> failed -> Optional.empty();
      case BoundedWorkers.Outcome.Never<Verdict> never -> Optional.empty();
    };
  }

  private static Optional<Verdict> inTime(Deadline deadline, Function<Duration, Verdict> blocking) {
    Duration left = deadline.left(System.nanoTime()).minus(RESERVE);
    if (left.isNegative() || left.isZero()) {
      return Optional.empty();
    }
    return Optional.of(blocking.apply(left.compareTo(LONGEST) > 0 ? LONGEST : left));
  }
}
