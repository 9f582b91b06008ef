// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.PodView.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Of Events, which raise what they regard by them, there is more in `RaisedHappeningTest`.
class TopOwnersTest {

  private static final Instant START = Instant.parse("2026-11-24T06:00:00Z");
  private static final Owner DEPLOYMENT = new Owner("apps/v1", "Deployment", "head", "uid-d");

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final TopOwners owners =
      new TopOwners(
          (namespace, owner) -> {
            asked.add(namespace + "/" + owner.name());
            return Optional.of(DEPLOYMENT);
          },
          START);

  @Test
  void oneNameInTwoNamespacesIsTwoObjects() {
    assertEquals(Optional.of(DEPLOYMENT), owners.above("ml", replicaSet("head-5d9"), START));
    assertEquals(Optional.of(DEPLOYMENT), owners.above("ci", replicaSet("head-5d9"), START));
    assertEquals(Optional.of(DEPLOYMENT), owners.above("ml", replicaSet("head-5d9"), START));
    assertEquals(List.of("ml/head-5d9", "ci/head-5d9"), asked);
  }

  /// Of two thousand, a megabyte each would be remembered.
  @Test
  void whatNoObjectCanBeCalledIsNotAskedForNorRemembered() {
    var longName = replicaSet("n".repeat(254));
    var longUid = new Owner("apps/v1", "ReplicaSet", "head-5d9", "u".repeat(254));
    for (Owner one : List.of(longName, longUid)) {
      assertFalse(TopOwners.isMadeByOthers(one));
      assertEquals(Optional.empty(), owners.above("ml", one, START));
    }
    assertEquals(List.of(), asked);
    assertTrue(TopOwners.isMadeByOthers(replicaSet("n".repeat(253))));
  }

  @Test
  void manyThreadsAskOnce() throws InterruptedException {
    var together = new CountDownLatch(1);
    var found = new ConcurrentLinkedQueue<Optional<Owner>>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  together.await();
                  found.add(owners.above("ml", replicaSet("head-5d9"), START));
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
    together.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(Collections.nCopies(8, Optional.of(DEPLOYMENT)), List.copyOf(found));
    assertEquals(List.of("ml/head-5d9"), asked);
  }

  /// Owners are what the author of a pod wrote, made up or not.
  @Test
  void aFloodOfOneNamespaceLeavesOthersTheirAnswers() {
    for (int i = 0; i < 1_000; i++) {
      owners.above("flood", replicaSet("made-up-" + i), START);
    }
    assertEquals(20, asked.size());
    assertEquals(Optional.of(DEPLOYMENT), owners.above("ml", replicaSet("head-5d9"), START));
    for (int i = 0; i < 1_000; i++) {
      owners.above("flood", replicaSet("more-" + i), START.plusSeconds(5));
    }
    assertEquals(26, asked.size(), "one in a second");
  }

  /// The log on standard output does not stand still for an Event.
  @Test
  void whoWaitsForAnAnswerHoldsNobodyElse() throws InterruptedException {
    var hangs = new CountDownLatch(1);
    var isAsked = new CountDownLatch(1);
    var slow =
        new TopOwners(
            (namespace, owner) -> {
              if (owner.name().equals("hangs")) {
                isAsked.countDown();
                await(hangs);
              }
              return Optional.of(DEPLOYMENT);
            },
            START);
    var found = new ConcurrentLinkedQueue<Optional<Owner>>();
    Runnable ask = () -> found.add(slow.above("ml", replicaSet("hangs"), START));
    Thread first = Thread.startVirtualThread(ask);
    isAsked.await();
    Thread second = Thread.startVirtualThread(ask);
    assertEquals(Optional.of(DEPLOYMENT), slow.above("ml", replicaSet("answers"), START));
    assertTrue(found.isEmpty());
    hangs.countDown();
    first.join();
    second.join();
    assertEquals(Collections.nCopies(2, Optional.of(DEPLOYMENT)), List.copyOf(found));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void atTheEndNobodyIsAsked() {
    owners.askNobody();
    assertEquals(Optional.empty(), owners.above("ml", replicaSet("head-5d9"), START));
    assertEquals(List.of(), asked);
  }

  private static Owner replicaSet(String name) {
    return new Owner("apps/v1", "ReplicaSet", name, "uid-rs");
  }
}
