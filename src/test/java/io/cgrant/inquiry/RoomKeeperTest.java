// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.cluster.Moving;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Inquiry;
import io.cgrant.policy.Quota;
import io.cgrant.policy.check.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RoomKeeperTest {

  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final Inquiry.Room TWO = new Inquiry.Room("ray", new Quota(2));

  private final Moving clock = new Moving();
  private final Store store = new Store();
  private final Moving stopwatch = new Moving();
  private final RoomKeeper keeper = new RoomKeeper(store, clock, stopwatch);

  @Test
  void reservesUntilTheQuotaIsFullAndNamesWhoHoldsIt() {
    store.pods.add("old");
    assertEquals(List.of(), create("a"));
    Finding full = create("b").getFirst();
    assertEquals("QuotaExceeded", full.reason().name());
    assertTrue(full.detail().contains("has 2 of the 2 pods"), full.detail());
    assertTrue(full.detail().contains(": a, old;"), full.detail());
  }

  @Test
  void aPodThatIsStoredIsCountedOnce() {
    assertEquals(List.of(), create("a"));
    store.pods.add("a");
    assertEquals(List.of(), create("b"));
    assertEquals(1, create("c").size());
  }

  /// No client reads a key of 50,000 characters, so it would be the last entry of this ledger.
  @Test
  void aNameThatNoPodCanHaveStaysShortInTheLedger() {
    assertEquals(List.of(), create("x".repeat(60_000)));
    assertEquals(Set.of("x".repeat(253)), store.ledger("", "").until().keySet());
  }

  @Test
  void theSamePodMayBeAskedForTwice() {
    store.pods.add("old");
    assertEquals(List.of(), create("a"));
    assertEquals(List.of(), create("a"));
  }

  @Test
  void aReservationEndsWhenNoRequestThatMadeItCanStillBeAlive() {
    assertEquals(List.of(), create("a"));
    assertEquals(List.of(), create("b"));
    passes(RoomKeeper.RESERVED);
    assertEquals(1, create("c").size());
    passes(Duration.ofSeconds(2));
    assertEquals(List.of(), create("c"));
    assertEquals(Set.of("c"), store.held.until().keySet());
  }

  @Test
  void aPodThatIsGoneLeavesRoomOnceItsRequestIsOver() {
    assertEquals(List.of(), create("a"));
    assertEquals(List.of(), create("b"));
    store.pods.add("b");
    passes(RoomKeeper.RESERVED.plusSeconds(2));
    assertEquals(List.of(), create("c"), "a was never stored");
    assertEquals(Set.of("b", "c"), store.held.until().keySet());
    assertEquals(1, create("d").size());
    store.pods.remove("b");
    passes(RoomKeeper.FRESH);
    assertEquals(List.of(), create("d"));
  }

  @Test
  void listsThePodsOnlyWhereTheLedgerIsFullOrOld() {
    create("a");
    assertEquals(1, store.lists.get(), "there was no ledger");
    passes(RoomKeeper.FRESH);
    create("b");
    assertEquals(1, store.lists.get(), "there was room");
    create("c");
    assertEquals(2, store.lists.get(), "it is full");
    create("d");
    assertEquals(2, store.lists.get(), "it was full just now");
  }

  @Test
  void findsPodsThatTheLedgerHasNeverHeardOfWithinAMinute() {
    create("a");
    store.pods.add("from-before-the-quota");
    passes(RoomKeeper.BELIEVED);
    assertEquals(1, create("b").size());
  }

  @Test
  void aListingIsNotKeptForLongerBecauseSomebodySetTheClockBack() {
    store.pods.addAll(Set.of("x", "y"));
    assertEquals(1, create("a").size());
    store.pods.clear();
    clock.by(Duration.ofDays(-1));
    stopwatch.by(RoomKeeper.FRESH);
    create("a");
    assertEquals(2, store.lists.get());
  }

  @Test
  void whereThePodIsNotAboutToBeStoredNothingIsReserved() {
    for (Ask ask :
        List.of(
            ask(Ask.Phase.Mutate, "a", false),
            ask(Ask.Phase.Preview, "a", false),
            ask(Ask.Phase.Validate, "a", true))) {
      assertEquals(Optional.of(List.of()), keeper.findings(ask, TWO, BOUND));
    }
    assertEquals(0, store.writes.get());
    store.pods.addAll(Set.of("x", "y"));
    passes(RoomKeeper.FRESH);
    assertEquals(
        1, keeper.findings(ask(Ask.Phase.Mutate, "a", false), TWO, BOUND).orElseThrow().size());
  }

  @Test
  void whereSomebodyElseWritesFirstItIsCountedAgain() {
    assertEquals(List.of(), create("a"));
    store.rivals = 1;
    store.beforeWrite = () -> store.writeToo("theirs");
    assertEquals("QuotaExceeded", create("b").getFirst().reason().name());
  }

  @Test
  void withoutTimeThereIsNoAnswer() {
    store.rivals = Integer.MAX_VALUE;
    assertEquals(
        Optional.empty(),
        keeper.findings(ask(Ask.Phase.Validate, "a", false), TWO, Duration.ofMillis(20)));
  }

  /// Each replica has a keeper of its own; what they share is the store.
  @Test
  void twoReplicasNeverGiveMoreThanTheQuota() throws Exception {
    for (int round = 0; round < 20; round++) {
      var shared = new Store();
      shared.delays = new Random(round);
      var room = new Inquiry.Room("ray", new Quota(7));
      List<RoomKeeper> replicas =
          List.of(
              new RoomKeeper(shared, clock, stopwatch), new RoomKeeper(shared, clock, stopwatch));
      var creations = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 60; i++) {
        Ask ask = ask(Ask.Phase.Validate, "pod-" + i, false);
        RoomKeeper replica = replicas.get(i % 2);
        creations.add(
            () -> {
              boolean isGranted =
                  replica.findings(ask, room, BOUND).filter(List::isEmpty).isPresent();
              if (isGranted) {
                shared.pause();
                shared.pods.add(ask.pod().name());
              }
              return isGranted;
            });
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var done : threads.invokeAll(creations)) {
          done.get();
        }
      }
      assertEquals(7, shared.pods.size());
    }
  }

  private void passes(Duration time) {
    clock.by(time);
    stopwatch.by(time);
  }

  private List<Finding> create(String pod) {
    return keeper.findings(ask(Ask.Phase.Validate, pod, false), TWO, BOUND).orElseThrow();
  }

  private static Ask ask(Ask.Phase phase, String name, boolean dryRun) {
    PodView some = Pods.granted().view();
    var pod =
        new PodView(name, some.labels(), some.annotations(), some.controller(), false, some.spec());
    return new Ask(
        "uid-" + name,
        phase,
        Ask.Operation.CREATE,
        new Ask.Subject("Pod", "ml", name, "", ""),
        pod,
        Optional.empty(),
        Ask.Requester.NOBODY,
        dryRun);
  }

  /// One policy and one namespace.
  private static final class Store implements RoomStore {
    final Set<String> pods = ConcurrentHashMap.newKeySet();
    final AtomicInteger writes = new AtomicInteger();
    final AtomicInteger lists = new AtomicInteger();
    Runnable beforeWrite = () -> {};
    int rivals;
    Random delays;
    private Ledger held = new Ledger("", 0, Map.of());

    @Override
    public synchronized Ledger ledger(String policy, String namespace) {
      return held;
    }

    @Override
    public Set<String> holders(String policy, String namespace) {
      lists.incrementAndGet();
      pause();
      return Set.copyOf(pods);
    }

    @Override
    public synchronized boolean replace(String policy, String namespace, Ledger next) {
      if (rivals > 0) {
        rivals--;
        beforeWrite.run();
        held = new Ledger(Integer.toString(writes.incrementAndGet()), held.listed(), held.until());
      }
      if (!held.version().equals(next.version())) {
        return false;
      }
      held = new Ledger(Integer.toString(writes.incrementAndGet()), next.listed(), next.until());
      return true;
    }

    private void writeToo(String pod) {
      var until = new HashMap<>(held.until());
      until.put(pod, Long.MAX_VALUE);
      held = new Ledger(held.version(), held.listed(), until);
    }

    void pause() {
      if (delays == null) {
        return;
      }
      try {
        Thread.sleep(Duration.ofNanos(delays.nextInt(500_000)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
