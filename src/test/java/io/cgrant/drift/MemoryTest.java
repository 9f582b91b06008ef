// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.pod.Pods;
import io.cgrant.policy.Manuscript;
import io.cgrant.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final Memory memory = new Memory();

  @Test
  void aDriftIsToldWhenItBeginsAndNotInEverySweep() {
    assertEquals(Optional.of(Change.Drifted), swept("a", Cause.NoRecord, NOW));
    assertEquals(Optional.empty(), swept("a", Cause.NoRecord, NOW.plusSeconds(600)));
    assertEquals(Optional.of(Change.Drifted), swept("a", Cause.PolicyDeleted, NOW));
  }

  @Test
  void itIsToldAgainOnceItsEventIsForgotten() {
    swept("a", Cause.NoRecord, NOW);
    Instant later = NOW.plus(Duration.ofHours(1));
    assertEquals(Optional.of(Change.StillDrifted), swept("a", Cause.NoRecord, later));
    assertEquals(Optional.empty(), swept("a", Cause.NoRecord, later.plusSeconds(1)));
  }

  @Test
  void itsEndIsToldOnce() {
    swept("a", Cause.NoRecord, NOW);
    memory.begin();
    assertEquals(Optional.of(Change.Settled), memory.saw(sound("a"), NOW));
    assertEquals(Optional.empty(), memory.saw(sound("a"), NOW));
  }

  @Test
  void aPodThatIsGoneIsForgottenOnceAWholeSweepDidNotMeetIt() {
    swept("a", Cause.NoRecord, NOW);
    memory.begin();
    memory.begin();
    assertEquals(Optional.empty(), memory.saw(drifting("a", Cause.NoRecord), NOW));
    memory.end();
    memory.begin();
    memory.end();
    assertEquals(Optional.of(Change.Drifted), swept("a", Cause.NoRecord, NOW));
  }

  @Test
  void allAreCountedAndTheFirstTenThousandTold() {
    memory.begin();
    int told = 0;
    for (int i = 0; i < Memory.MOST + 5; i++) {
      told += memory.saw(drifting("pod-" + i, Cause.ClassChanged), NOW).isPresent() ? 1 : 0;
    }
    memory.saw(sound("sound"), NOW);
    Tally tally = memory.end();
    assertEquals(Memory.MOST, told);
    assertEquals(Memory.MOST + 6, tally.holders());
    assertEquals(Memory.MOST + 5, tally.drifted(Cause.ClassChanged));
    assertEquals(0, tally.drifted(Cause.NoRecord));
  }

  private Optional<Change> swept(String uid, Cause cause, Instant at) {
    memory.begin();
    Optional<Change> change = memory.saw(drifting(uid, cause), at);
    memory.end();
    return change;
  }

  private static Holding sound(String uid) {
    return holding(uid, Optional.empty());
  }

  private static Holding drifting(String uid, Cause cause) {
    return holding(uid, Optional.of(new Drift(cause, Verdict.NotAsked.UNTOUCHED, "why")));
  }

  private static Holding holding(String uid, Optional<Drift> drift) {
    var pod = new StoredPod("ml", uid, Optional.empty(), Pods.granted().view(), Manuscript.NONE);
    return new Holding(pod, Set.of(), Optional.empty(), drift);
  }
}
