// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.trouble.Soon;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveReadTest {

  private static final Duration BOUND = Duration.ofMinutes(1);

  private final Moving clock = new Moving();
  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void whatWasReadIsForgottenSoThatADeletedObjectDoesNotComeBack() {
    var live = new LiveRead<>(this::found, clock);
    assertEquals(Optional.of("new"), live.within("new", BOUND));
    assertEquals(Optional.of("new"), live.recent("new"));
    clock.by(Duration.ofSeconds(11));
    assertEquals(Optional.empty(), live.recent("new"));
  }

  @Test
  void asksOnceForWhatWasJustRead() {
    var live = new LiveRead<>(this::found, clock);
    live.within("new", BOUND);
    live.within("new", BOUND);
    assertEquals(1, reads.get());
  }

  @Test
  void waitsNoLongerThanTheBound() {
    var stuck = new CountDownLatch(1);
    var live = new LiveRead<String>(name -> await(stuck), clock);
    Optional<String> read =
        Soon.within(Duration.ofSeconds(2), () -> live.within("slow", Duration.ofMillis(50)));
    assertEquals(Optional.empty(), read);
    stuck.countDown();
  }

  @Test
  void aReadThatFailsIsTheSameAsNothingFound() {
    var live =
        new LiveRead<String>(
            name -> {
              throw new IllegalStateException("connection refused");
            },
            clock);
    assertEquals(Optional.empty(), live.within("any", BOUND));
  }

  private Optional<String> found(String name) {
    reads.incrementAndGet();
    return Optional.of(name);
  }

  private static Optional<String> await(CountDownLatch latch) {
    try {
      latch.await();
      return Optional.of("late");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
