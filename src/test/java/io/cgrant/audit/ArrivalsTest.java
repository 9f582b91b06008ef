// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.admission.AuditEntry;
import io.cgrant.outlet.Drops;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private final Drops drops = new Drops();
  private final Drops dropsOnPolicies = new Drops();
  private final Arrivals arrivals = new Arrivals(3, drops, dropsOnPolicies);

  @Test
  void thePodThatItHappenedToMakesNoDifference() {
    arrivals.add(refused("head-1", "no limit"));
    arrivals.add(refused("head-2", "no limit"));
    arrivals.add(refused("head-3", "another"));
    assertEquals(3, arrivals.size());
    Arrivals.Arrival first = arrivals.next().orElseThrow();
    assertEquals("head-1", first.happening().related().orElseThrow().name());
    assertEquals(2, arrivals.count(first));
    assertEquals(3, arrivals.size(), "until it is told");
    arrivals.told(first.happening(), 2);
    assertEquals(1, arrivals.size());
    assertEquals(1, arrivals.count(arrivals.next().orElseThrow()));
    assertEquals(Optional.empty(), arrivals.next());
  }

  @Test
  void whatIsTakenCountsNoMore() {
    arrivals.add(refused("head-1", "no limit"));
    assertEquals(1, arrivals.count(arrivals.next().orElseThrow()));
    arrivals.add(refused("head-1", "no limit"));
    assertEquals(1, arrivals.count(arrivals.next().orElseThrow()));
  }

  @Test
  void whatFindsNoPlaceIsCounted() {
    for (int i = 0; i < 5; i++) {
      arrivals.add(refused("head", "reason " + i));
    }
    assertTrue(arrivals.isFullOfPods());
    assertEquals(2, drops.count(Drops.Cause.QueueFull));
    arrivals.add(refused("head", "reason 0"));
    assertEquals(2, drops.count(Drops.Cause.QueueFull), "it waits already");
    arrivals.end();
    assertEquals(4, drops.count(Drops.Cause.Closed));
    arrivals.add(refused("head", "reason 0"));
    assertEquals(5, drops.count(Drops.Cause.Closed));
    assertEquals(0, arrivals.size());
  }

  /// A note is cut, and what is cut off may be whose findings they are.
  @Test
  void equalWordsByOtherPoliciesAreToldOfEach() {
    Happening one = refusedAlsoBy("builds");
    Happening other = refusedAlsoBy("gitaly");
    assertEquals(one, other);
    arrivals.add(one);
    arrivals.add(other);
    arrivals.add(one);
    Arrivals.Arrival first = arrivals.next().orElseThrow();
    Arrivals.Arrival second = arrivals.next().orElseThrow();
    assertEquals(List.of("builds", "ray"), first.happening().policies());
    assertEquals(2, arrivals.count(first));
    assertEquals(List.of("gitaly", "ray"), second.happening().policies());
    assertEquals(1, arrivals.count(second));
  }

  @Test
  void whatIsToldOnTwoPoliciesWaitsTwice() {
    arrivals.add(refusedAlsoBy("builds"));
    arrivals.add(refusedAlsoBy("builds"));
    assertEquals(2, arrivals.size());
    assertEquals(4, arrivals.sizeOnPolicies());
    arrivals.end();
    assertEquals(0, arrivals.sizeOnPolicies());
    assertEquals(2, drops.count(Drops.Cause.Closed));
    assertEquals(4, dropsOnPolicies.count(Drops.Cause.Closed));
  }

  @Test
  void podsTakeNoPlaceOfWhatIsToldOfPoliciesWhichComesFirst() {
    for (int i = 0; i < 5; i++) {
      arrivals.add(refused("head", "reason " + i));
    }
    long before = drops.count(Drops.Cause.QueueFull);
    Happening news = PolicyHappenings.of(new PolicyNews.Invalid("ray", "uid-ray", "spec.a"));
    arrivals.add(news);
    assertEquals(before, drops.count(Drops.Cause.QueueFull));
    assertEquals(news, arrivals.next().orElseThrow().happening());
    arrivals.add(news);
    arrivals.end();
    assertTrue(arrivals.isEmpty());
  }

  private static Happening refusedAlsoBy(String policy) {
    var objections = new ArrayList<Objection>();
    for (int i = 0; i < 50; i++) {
      objections.add(by("ray", i));
    }
    objections.add(by(policy, 0));
    var verdict = new Verdict.Refused(objections);
    return Happening.of(
            new AuditEntry(Entries.refused("head-1").ask(), verdict), Worlds.CONTROLLERS)
        .orElseThrow();
  }

  private static Objection by(String policy, int container) {
    var finding = new Finding("spec.containers[" + container + "]", Reason.LimitMissing, "set one");
    return new Objection(Optional.of(policy), OptionalLong.of(3), finding);
  }

  /// Of those that many threads add while one takes, none is lost and none counted twice.
  @Test
  void allAreTakenOrDropped() throws InterruptedException {
    int threads = 4;
    int each = 50_000;
    var begin = new CountDownLatch(1);
    var adding = new AtomicInteger(threads);
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform()
          .start(
              () -> {
                awaitQuietly(begin);
                for (int n = 0; n < each; n++) {
                  arrivals.add(refused("head", "reason " + n % 5));
                }
                adding.decrementAndGet();
              });
    }
    begin.countDown();
    long taken = 0;
    while (adding.get() > 0 || !arrivals.isEmpty()) {
      taken += arrivals.next().map(arrivals::count).orElse(0);
    }
    arrivals.told(refused("head", "reason"), (int) taken);
    assertEquals(0, arrivals.size());
    assertEquals(0, arrivals.sizeOnPolicies());
    assertEquals(threads * each, taken + drops.count(Drops.Cause.QueueFull));
    assertEquals(threads * each, taken + dropsOnPolicies.count(Drops.Cause.QueueFull));
  }

  /// Else it would be dropped with those of whoever has no allowance left.
  @Test
  void whatAControllerIsToldIsNotCountedAsSomebodyElses() {
    var entry = Entries.refused("head-1");
    arrivals.add(Happening.of(entry, Worlds.CONTROLLERS).orElseThrow());
    arrivals.add(Happening.of(Entries.byController(entry), Worlds.CONTROLLERS).orElseThrow());
    Arrivals.Arrival first = arrivals.next().orElseThrow();
    assertEquals(1, arrivals.count(first));
    assertEquals(Maker.Anybody, first.happening().maker());
    assertEquals(Maker.Controller, arrivals.next().orElseThrow().happening().maker());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Happening refused(String pod, String detail) {
    var entry = Entries.refused(pod, detail, Optional.of(Entries.REPLICA_SET), false);
    return Happening.of(entry, Worlds.CONTROLLERS).orElseThrow();
  }
}
