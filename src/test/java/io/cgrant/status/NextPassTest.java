// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NextPassTest {

  private final AtomicInteger passes = new AtomicInteger();

  /// As one over many policies, each of which may be written a little sooner than the one before.
  @Test
  void passesThatAskForOthersDoNotMultiply() {
    try (var next =
        new NextPass("passes", this::askForMany, InstantSource.system(), Duration.ofMinutes(1))) {
      this.next = next;
      for (int i = 0; i < 200; i++) {
        next.within(Duration.ZERO);
        pause(2);
      }
      assertFewWait(next);
      long began = System.nanoTime();
      int before = passes.get();
      pause(1_000);
      int after = passes.get() - before;
      long most = Duration.ofNanos(System.nanoTime() - began).toMillis() / 90 + 1;
      assertTrue(after <= most, after + " passes, and one each 90 ms was asked for: " + most);
      assertFewWait(next);
    }
  }

  private static void assertFewWait(NextPass next) {
    int waiting = next.waiting();
    assertTrue(waiting <= 2, waiting + " wait");
  }

  private volatile NextPass next;

  private void askForMany() {
    passes.incrementAndGet();
    for (int i = 0; i < 10; i++) {
      next.within(Duration.ofMillis(100 - i));
    }
  }

  @Test
  void whoWantsItSoonerMovesIt() {
    try (var next =
        new NextPass(
            "passes", passes::incrementAndGet, InstantSource.system(), Duration.ofMinutes(1))) {
      next.within(Duration.ofMinutes(5));
      next.within(Duration.ofMinutes(10));
      assertEquals(2, next.waiting());
      next.within(Duration.ZERO);
      await().until(() -> passes.get() == 1);
      assertEquals(1, next.waiting(), "the pulse alone");
      next.within(Duration.ofMinutes(10));
      assertEquals(2, next.waiting());
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
