// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.cluster.Moving;
import io.cgrant.policy.Objection;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Waiver;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import io.cgrant.policy.check.Requirement;
import io.cgrant.trouble.Soon;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharesTest {

  private final Moving clock = new Moving();
  private final Contested store = new Contested();
  private final List<Heard> heard = new ArrayList<>();
  private boolean secondLeads;
  private final Shares one = new Shares(store, "one", () -> !secondLeads, clock, heard::add);
  private final Shares two = new Shares(store, "two", () -> secondLeads, clock, heard::add);

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void whoLeadsHearsOfAllThatReplicasRefused() {
    one.refused(refused("ray", "dask", "ray"));
    two.refused(refused("ray"));
    two.refused(refused("ray"));
    two.pass();
    assertEquals(List.of(), heard);
    one.pass();
    assertEquals(Map.of("ray", 3, "dask", 1), heard.getLast().refused());
  }

  @Test
  void whoLeadsNextKnowsWhatTheOneBeforeHasCounted() {
    one.refused(refused("ray"));
    one.pass();
    one.close();
    secondLeads = true;
    two.pass();
    assertEquals(Map.of("ray", 1), heard.getLast().refused());
  }

  @Test
  void anHourLaterNothingIsLeftAndTwoHoursLaterNotEvenTheShare() {
    two.refused(refused("ray"));
    two.pass();
    for (int minutes = 0; minutes < 50; minutes += 10) {
      one.pass();
      assertEquals(Map.of("ray", 1), heard.getLast().refused(), "after " + minutes);
      clock.by(Duration.ofMinutes(10));
    }
    clock.by(Duration.ofMinutes(10));
    one.pass();
    assertEquals(Map.of(), heard.getLast().refused());
    clock.by(Duration.ofHours(2));
    one.refused(refused("ray"));
    one.pass();
    assertEquals(Set.of("one"), store.kept.shares().keySet());
  }

  @Test
  void whoHasNoNewsAndDoesNotLeadAsksNothing() {
    two.pass();
    assertEquals(0, store.reads);
    two.refused(refused("ray"));
    two.pass();
    int reads = store.reads;
    int writes = store.writes;
    two.pass();
    two.refused(
        new Verdict.Refused(
            List.of(new Objection(Optional.empty(), OptionalLong.empty(), FINDING))));
    two.pass();
    assertEquals(reads, store.reads);
    one.pass();
    one.pass();
    assertEquals(writes, store.writes);
  }

  @Test
  void whoEndsTellsWhatItHasNotToldYet() {
    two.refused(refused("ray"));
    two.pass();
    two.refused(refused("ray"));
    store.conflicts = 2;
    two.close();
    two.close();
    one.pass();
    assertEquals(Map.of("ray", 2), heard.getLast().refused());
  }

  @Test
  void whoLeadsTellsItTooBeforeItEnds() {
    one.refused(refused("ray"));
    one.close();
    assertEquals(Set.of("one"), store.kept.shares().keySet());
  }

  @Test
  void whoHasNothingToTellAsksNobodyBeforeItEnds() {
    one.close();
    two.close();
    assertEquals(0, store.reads);
  }

  @Test
  void anApiServerThatHangsHoldsUpNobodyWhoEnds() {
    two.refused(refused("ray"));
    store.hangs = true;
    Soon.within(Duration.ofSeconds(4), two::close);
    assertEquals(1, store.reads);
    assertEquals(0, store.writes);
  }

  @Test
  void lostRacesLoseNoCountAndCountNothingTwice() {
    for (int i = 0; i < 20; i++) {
      store.conflicts = i % 8;
      one.refused(refused("ray"));
      two.refused(refused("ray"));
      one.pass();
      two.pass();
    }
    store.conflicts = 0;
    two.pass();
    one.pass();
    assertEquals(Map.of("ray", 40), heard.getLast().refused());
  }

  @Test
  void anAnswerThatIsLostAfterTheWriteCountsNothingTwice() {
    two.refused(refused("ray"));
    store.isAnswerLost = true;
    try {
      two.pass();
    } catch (IllegalStateException e) {
      store.isAnswerLost = false;
    }
    two.pass();
    one.pass();
    assertEquals(Map.of("ray", 1), heard.getLast().refused());
  }

  @Test
  void theLastDayOfAnExceptionIsThatOfAnyReplica() {
    one.granted(used("2026-11-24T05:00:00Z"));
    two.granted(used("2026-11-23T23:00:00Z"));
    two.pass();
    one.pass();
    assertEquals(Map.of("ray/old-farm", "2026-11-24"), heard.getLast().used());
  }

  @Test
  void aShareOfTooManyPoliciesTellsOfThoseThatWereRefusedMost() throws Exception {
    var seen = new Seen();
    for (int i = 0; i < 1_000; i++) {
      seen.refused(refused("p" + i + "-" + "x".repeat(200)), clock.instant());
    }
    seen.refused(refused("ray"), clock.instant());
    seen.refused(refused("ray"), clock.instant());
    Share share = seen.share(clock.instant());
    assertTrue(share.refused().containsKey("ray"));
    int length = new ObjectMapper().writeValueAsString(share).length();
    assertTrue(length > 40_000 && length < 50_000, "characters: " + length);
  }

  @Test
  void aShareIsReadAsItWasWritten() throws Exception {
    var share = new Share(5, Map.of("ray", Map.of(7L, 3)), Map.of("ray/old-farm", "2026-11-24"));
    var json = new ObjectMapper();
    assertEquals(share, json.readValue(json.writeValueAsString(share), Share.class));
  }

  private static final Finding FINDING =
      new Finding("spec.hostUsers", Reason.UserNamespaceMissing, "left out; set it to false");

  private static Verdict.Refused refused(String... policies) {
    var objections = new ArrayList<Objection>();
    for (String policy : policies) {
      objections.add(new Objection(Optional.of(policy), OptionalLong.of(3), FINDING));
    }
    return new Verdict.Refused(objections);
  }

  private static Verdict.Granted used(String moment) {
    var exception =
        new PolicyException(
            "old-farm",
            Set.of("ml-prod"),
            Set.of(Requirement.limits),
            "moving",
            "team-ml",
            Instant.parse("2999-01-01T00:00:00Z"));
    var waiver = new Waiver(exception, Instant.parse(moment), List.of());
    return new Verdict.Granted(
        Worlds.policy("ray"), List.of(), Verdict.Addition.NONE, List.of(waiver), List.of());
  }

  /// Somebody else writes just before a write, as often as it is told.
  private static final class Contested implements ShareStore {
    private Kept kept = Kept.NOTHING;
    private int version;
    private int conflicts;
    private volatile int reads;
    private int writes;
    private boolean isAnswerLost;
    private volatile boolean hangs;

    private static void hang() {
      try {
        Thread.sleep(Duration.ofMinutes(1));
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }

    @Override
    public Kept read() {
      reads++;
      if (hangs) {
        hang();
      }
      return kept;
    }

    @Override
    public Optional<Kept> replace(Kept next) {
      if (conflicts > 0) {
        conflicts--;
        kept = new Kept("v" + ++version, kept.shares());
      }
      if (!kept.version().equals(next.version())) {
        return Optional.empty();
      }
      writes++;
      kept = new Kept("v" + ++version, next.shares());
      if (isAnswerLost) {
        throw new IllegalStateException("no answer");
      }
      return Optional.of(kept);
    }
  }
}
