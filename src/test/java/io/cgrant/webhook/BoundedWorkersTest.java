// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BoundedWorkersTest {

  private static final BoundedWorkers.Outcome<String> NEVER = new BoundedWorkers.Outcome.Never<>();

  private static final int ROOM = 1_000;
  private static final int MOST = 32;

  private final Vertx vertx = Vertx.vertx();
  private final BoundedWorkers workers =
      new BoundedWorkers(vertx, "few", new BoundedWorkers.Bounds(2, MOST, ROOM));
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void close() {
    released.countDown();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whatWaitsIsCountedUntilItWasDone() throws Exception {
    var first = run(ROOM);
    assertEquals(NEVER, run(1).get(60, TimeUnit.SECONDS));
    released.countDown();
    assertDone(first);
    assertDone(run(ROOM));
  }

  @Test
  void fewWaitHoweverSmall() throws Exception {
    var all = IntStream.range(0, MOST + 1).mapToObj(i -> run(10)).toList();
    assertEquals(NEVER, all.getLast().get(60, TimeUnit.SECONDS));
    released.countDown();
    for (var earlier : all.subList(0, MOST)) {
      assertDone(earlier);
    }
    assertDone(run(10));
  }

  @Test
  void whatComesTooLateIsNeverDone() throws Exception {
    var outcome = new CompletableFuture<BoundedWorkers.Outcome<String>>();
    workers.run(10, Optional::empty, outcome::complete);
    assertEquals(NEVER, outcome.get(60, TimeUnit.SECONDS));
  }

  @Test
  void certificatesAreNotRefreshedOnItsThreads() throws Exception {
    run(10);
    run(10);
    run(10);
    var other = vertx.executeBlocking(() -> "done").toCompletionStage().toCompletableFuture();
    assertEquals("done", other.get(60, TimeUnit.SECONDS));
    var name = new CompletableFuture<BoundedWorkers.Outcome<String>>();
    released.countDown();
    workers.run(10, () -> Optional.of(Thread.currentThread().getName()), name::complete);
    var read = assertInstanceOf(BoundedWorkers.Outcome.Done.class, name.get(60, TimeUnit.SECONDS));
    assertTrue(read.answer().toString().startsWith("few"), read::toString);
  }

  @Test
  void aFailureIsToldAndGivesItsRoomBack() throws Exception {
    for (int i = 0; i < 40; i++) {
      var outcome = new CompletableFuture<BoundedWorkers.Outcome<String>>();
      workers.run(
          ROOM,
          () -> {
            throw new IllegalStateException("this policy");
          },
          outcome::complete);
      assertInstanceOf(BoundedWorkers.Outcome.Failed.class, outcome.get(60, TimeUnit.SECONDS));
    }
  }

  private static void assertDone(CompletableFuture<BoundedWorkers.Outcome<String>> outcome)
      throws Exception {
    assertEquals(new BoundedWorkers.Outcome.Done<>("done"), outcome.get(60, TimeUnit.SECONDS));
  }

  private CompletableFuture<BoundedWorkers.Outcome<String>> run(long held) {
    var result = new CompletableFuture<BoundedWorkers.Outcome<String>>();
    workers.run(held, this::awaited, result::complete);
    return result;
  }

  private Optional<String> awaited() {
    try {
      released.await();
      return Optional.of("done");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
