// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.leadership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeadershipTest {

  private final FakeLease lease = new FakeLease();
  private Instant now = Instant.parse("2026-11-24T12:00:00Z");
  private int gains;

  private final Leadership one = new Leadership(lease, "one", () -> now);
  // Its clock shows another day altogether.
  private final Leadership two = new Leadership(lease, "two", () -> now.plus(Duration.ofDays(3)));

  @BeforeEach
  void listen() {
    one.whenGained(() -> gains++);
    two.whenGained(() -> gains++);
  }

  @Test
  void theFirstLeadsAndTheOtherDoesNot() {
    one.pass();
    two.pass();
    assertTrue(one.leads());
    assertFalse(two.leads());
    assertEquals(1, gains);
  }

  @Test
  void whoLeadsGoesOnLeading() {
    for (int i = 0; i < 60; i++) {
      one.pass();
      two.pass();
      now = now.plusSeconds(2);
    }
    assertTrue(one.leads());
    assertFalse(two.leads());
    assertEquals(1, gains);
  }

  @Test
  void theOtherTakesOverOnceTheLeaseHasEndedAndNeverWhileTheFirstIsSure() {
    one.pass();
    two.pass();
    for (int i = 0; i < 20; i++) {
      now = now.plusSeconds(1);
      two.pass();
      assertFalse(one.leads() && two.leads());
    }
    assertTrue(two.leads());
    one.pass();
    assertFalse(one.leads());
  }

  @Test
  void whoCannotReachTheApiServerIsSoonNoLongerSure() {
    one.pass();
    lease.isAway = true;
    now = now.plusSeconds(9);
    assertThrows(KubernetesClientException.class, one::pass);
    assertTrue(one.leads());
    now = now.plusSeconds(1);
    assertFalse(one.leads());
  }

  /// Renewed while the other waits for its answer, and then cut off.
  @Test
  void whoWaitsLongForAnAnswerCountsFromThen() {
    one.pass();
    lease.beforeAnswer =
        () -> {
          lease.beforeAnswer = () -> {};
          now = now.plusSeconds(9);
          one.pass();
        };
    two.pass();
    for (int i = 0; i < 20; i++) {
      now = now.plusSeconds(1);
      two.pass();
      assertFalse(one.leads() && two.leads(), "after " + i);
    }
    assertTrue(two.leads());
  }

  /// The others may have seen the write before its answer came.
  @Test
  void whoWaitsLongToHearThatItLeadsCountsFromBeforeItAsked() {
    lease.afterWrite = () -> now = now.plusSeconds(9);
    one.pass();
    assertTrue(one.leads());
    now = now.plusSeconds(1);
    assertFalse(one.leads());
  }

  @Test
  void aLostRaceIsNoFailure() {
    lease.rival = "rival";
    one.pass();
    assertFalse(one.leads());
    one.pass();
    assertFalse(one.leads());
  }

  @Test
  void whoEndsGivesItBack() {
    one.pass();
    two.pass();
    one.close();
    assertFalse(one.leads());
    two.pass();
    assertTrue(two.leads());
  }

  @Test
  void whoEndsWhileItIsBeingRenewedGivesItBackToo() throws InterruptedException {
    lease.isSlow = true;
    var patient = new Leadership(lease, "one", () -> now, Duration.ofMinutes(1));
    patient.start();
    lease.asked.await();
    patient.close();
    assertEquals("", lease.term.orElseThrow().holder());
  }

  @Test
  void aLeaseThatSomebodyDeletedIsTakenAgain() {
    one.pass();
    lease.term = Optional.empty();
    one.pass();
    assertTrue(one.leads());
    assertEquals("one", lease.term.orElseThrow().holder());
  }

  @Test
  void aLeaseThatSaysItLastsForYearsIsNotBelieved() {
    lease.term =
        Optional.of(new LeaseStore.Term("nobody", Duration.ofSeconds(Integer.MAX_VALUE), "v0"));
    one.pass();
    assertFalse(one.leads());
    now = now.plus(Leadership.LONGEST_BELIEVED);
    one.pass();
    assertTrue(one.leads());
  }

  private static final class FakeLease implements LeaseStore {
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile Optional<Term> term = Optional.empty();
    private volatile boolean isSlow;
    private boolean isAway;
    private Runnable beforeAnswer = () -> {};
    private Runnable afterWrite = () -> {};
    private String rival = "";
    private int version;

    @Override
    public Optional<Term> read() {
      if (isAway) {
        throw new KubernetesClientException("away");
      }
      beforeAnswer.run();
      return term;
    }

    @Override
    public Optional<Term> write(String holder, Duration lasting, String expected) {
      if (!rival.isEmpty()) {
        term = Optional.of(new Term(rival, lasting, "v" + ++version));
        rival = "";
      }
      if (!term.map(Term::version).orElse("").equals(expected)) {
        return Optional.empty();
      }
      term = Optional.of(new Term(holder, lasting, "v" + ++version));
      answer();
      afterWrite.run();
      return term;
    }

    /// Written, and the answer is still on its way.
    private void answer() {
      asked.countDown();
      try {
        Thread.sleep(isSlow ? 200 : 0);
      } catch (InterruptedException e) {
        throw new KubernetesClientException("cut off", e);
      }
    }
  }
}
