// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.policy.Verdict;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LiveReadPoolTest {

  private static final int ROOM = 1_200;
  private static final Verdict VERDICT = Verdict.NotAsked.UNTOUCHED;

  private final Vertx vertx = Vertx.vertx();
  private final LiveReadPool pool = new LiveReadPool(vertx, ROOM);
  private final CountDownLatch answered = new CountDownLatch(1);

  @AfterEach
  void close() {
    answered.countDown();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /// Many small ones can be as much as one large one.
  @Test
  void whatThoseThatWaitKeepIsCounted() throws Exception {
    CompletableFuture<Optional<Verdict>> first = run(60);
    CompletableFuture<Optional<Verdict>> second = run(60);
    assertEquals(Optional.empty(), second.get(60, TimeUnit.SECONDS));
    CompletableFuture<Optional<Verdict>> third = run(40);
    answered.countDown();
    assertTrue(first.get(60, TimeUnit.SECONDS).isPresent());
    assertTrue(third.get(60, TimeUnit.SECONDS).isPresent());
    assertTrue(run(100).get(60, TimeUnit.SECONDS).isPresent());
  }

  @Test
  void oneAloneIsOfAnySize() throws Exception {
    answered.countDown();
    assertTrue(run(ROOM * 10).get(60, TimeUnit.SECONDS).isPresent());
  }

  private CompletableFuture<Optional<Verdict>> run(int size) {
    var result = new CompletableFuture<Optional<Verdict>>();
    // Never over: how busy the machine is makes no difference.
    var deadline = Deadline.of("30s", System.nanoTime() + Duration.ofHours(1).toNanos());
    pool.run(size, deadline, bound -> awaited(), result::complete);
    return result;
  }

  private Verdict awaited() {
    try {
      answered.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return VERDICT;
  }
}
