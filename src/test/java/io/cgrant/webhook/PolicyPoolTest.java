// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PolicyPoolTest {

  private static final PolicyPool.Outcome<String> NEVER = new PolicyPool.Outcome.Never<>();

  private final Vertx vertx = Vertx.vertx();
  private final PolicyPool pool = new PolicyPool(vertx);
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void close() {
    released.countDown();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whatWaitsIsCountedUntilItWasRead() throws Exception {
    var first = run(PolicyPool.ROOM, "5s");
    assertEquals(NEVER, run(1, "5s").get(1, TimeUnit.SECONDS));
    released.countDown();
    assertRead(first);
    assertRead(run(PolicyPool.ROOM, "5s"));
  }

  @Test
  void fewWaitHoweverSmall() throws Exception {
    var all = IntStream.range(0, 33).mapToObj(i -> run(10, "5s")).toList();
    assertEquals(NEVER, all.getLast().get(1, TimeUnit.SECONDS));
    released.countDown();
    for (var earlier : all.subList(0, 32)) {
      assertRead(earlier);
    }
    assertRead(run(10, "5s"));
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsNotRead() throws Exception {
    released.countDown();
    assertEquals(NEVER, run(10, "0s").get(5, TimeUnit.SECONDS));
  }

  @Test
  void certificatesAreNotRefreshedOnItsThreads() throws Exception {
    run(10, "5s");
    run(10, "5s");
    run(10, "5s");
    var other = vertx.executeBlocking(() -> "done").toCompletionStage().toCompletableFuture();
    assertEquals("done", other.get(5, TimeUnit.SECONDS));
    var name = new CompletableFuture<PolicyPool.Outcome<String>>();
    released.countDown();
    pool.run(
        10,
        Deadline.of("5s", System.nanoTime()),
        () -> Thread.currentThread().getName(),
        name::complete);
    var read = assertInstanceOf(PolicyPool.Outcome.Read.class, name.get(5, TimeUnit.SECONDS));
    assertTrue(read.answer().toString().startsWith("cgrant-policy"), read::toString);
  }

  @Test
  void aFailureIsToldAndGivesItsRoomBack() throws Exception {
    for (int i = 0; i < 40; i++) {
      var outcome = new CompletableFuture<PolicyPool.Outcome<String>>();
      pool.run(
          PolicyPool.ROOM,
          Deadline.of("5s", System.nanoTime()),
          () -> {
            throw new IllegalStateException("this policy");
          },
          outcome::complete);
      assertInstanceOf(PolicyPool.Outcome.Failed.class, outcome.get(5, TimeUnit.SECONDS));
    }
  }

  private static void assertRead(CompletableFuture<PolicyPool.Outcome<String>> outcome)
      throws Exception {
    assertEquals(new PolicyPool.Outcome.Read<>("read"), outcome.get(5, TimeUnit.SECONDS));
  }

  private CompletableFuture<PolicyPool.Outcome<String>> run(int size, String timeout) {
    var result = new CompletableFuture<PolicyPool.Outcome<String>>();
    pool.run(size, Deadline.of(timeout, System.nanoTime()), this::awaited, result::complete);
    return result;
  }

  private String awaited() {
    try {
      released.await();
      return "read";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
