// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.outlet;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.trouble.Soon;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private static final int SENT = 1_000;

  /// What may pass between the signal to end and the end of the process is 10 s; Events need some.
  private static final Duration DRAIN = Duration.ofSeconds(4);

  private final Drops drops = new Drops();
  private final Stuck outlet = new Stuck();
  private final Backlog<Integer> backlog =
      new Backlog<>(
          new Backlog.Terms("stuck", 300, 1 << 20, Duration.ofMillis(1)), i -> 1, outlet, drops);

  @Test
  void ofAnOutletThatIsStuckForEverAlsoWhatItHoldsIsCountedAtTheEnd() {
    addAll();
    Soon.within(DRAIN, backlog::close);
    assertEquals(0, drops.count(Drops.Cause.Sink));
    assertEquals(SENT, drops.count(Drops.Cause.QueueFull) + drops.count(Drops.Cause.Closed));
    assertTrue(drops.count(Drops.Cause.Closed) > 256, "a batch, one of it with the outlet");
  }

  @Test
  void whatItTookIsNotCountedAsLost() {
    addAll();
    outlet.taking.release(5);
    await().until(() -> outlet.taking.availablePermits() == 0 && outlet.isStuck());
    Soon.within(DRAIN, backlog::close);
    assertEquals(SENT - 5, drops.count(Drops.Cause.QueueFull) + drops.count(Drops.Cause.Closed));
  }

  @Test
  void afterTheEndItIsGivenNothingAndNothingIsCountedTwice() throws InterruptedException {
    addAll();
    backlog.close();
    outlet.taking.release(SENT);
    outlet.closed.await();
    assertEquals(1, outlet.given);
    backlog.add(1);
    assertEquals(0, drops.count(Drops.Cause.Sink));
    assertEquals(SENT + 1, drops.count(Drops.Cause.QueueFull) + drops.count(Drops.Cause.Closed));
  }

  @Test
  void whatAnOutletCouldNotWriteIsCountedOnce() throws InterruptedException {
    outlet.lost = 1;
    outlet.taking.release(SENT);
    addAll();
    backlog.end();
    outlet.closed.await();
    backlog.close();
    assertEquals(SENT, drops.count(Drops.Cause.QueueFull) + drops.count(Drops.Cause.Sink));
    assertEquals(0, drops.count(Drops.Cause.Closed));
  }

  private void addAll() {
    for (int i = 0; i < SENT; i++) {
      backlog.add(i);
    }
    await().until(() -> outlet.given > 0);
  }

  /// Takes one for each permit.
  private static final class Stuck implements Outlet<Integer> {
    private final Semaphore taking = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int given;
    private volatile int lost;

    boolean isStuck() {
      return taking.hasQueuedThreads();
    }

    @Override
    public Settled write(Integer item) {
      given++;
      taking.acquireUninterruptibly();
      return new Settled(1 - lost, lost);
    }

    @Override
    public Settled flush() {
      return Settled.NONE;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
