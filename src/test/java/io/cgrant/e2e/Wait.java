// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Looks again and again, up to a bound.
record Wait(Duration bound) {

  private static final Duration PAUSE = Duration.ofMillis(20);

  static Wait upTo(Duration bound) {
    return new Wait(bound);
  }

  /// @param what should be so, for the failure's message
  /// @return how long it took
  Duration until(Supplier<String> what, BooleanSupplier holds) {
    long began = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - began > bound.toNanos()) {
        throw new AssertionError("not within " + bound.toMillis() + " ms: " + what.get());
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  Duration until(String what, BooleanSupplier holds) {
    return until(() -> what, holds);
  }
}
