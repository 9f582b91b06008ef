// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.drift.Cause;
import io.cgrant.outlet.Drops;
import io.cgrant.policy.Worlds;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventSeries;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Replicas that tell of the same thing. An Event counts each happening once, whichever of them
/// heard of it, and whatever comes between.
class SharedSeriesTest {

  private static final Instant START = Instant.parse("2026-11-24T06:00:00Z");
  private static final Happening REFUSED =
      Happening.of(Entries.refused("head-1"), Worlds.CONTROLLERS).orElseThrow().settled();

  private final FakeEvents store = new FakeEvents();
  private final Replica one = new Replica("cgrant-1");
  private final Replica other = new Replica("cgrant-2");

  private final class Replica {
    private final EventTally tally = new EventTally();
    private final EventWriter writer;
    private int told;
    private boolean writes;

    Replica(String instance) {
      this.writer = new EventWriter(store, instance, tally, START);
    }

    void tell(int times, Instant now) {
      told += times;
      writer.write(REFUSED, times, now);
    }

    /// Unless it does so already.
    void writeDueCounts(Instant now) {
      if (!writes) {
        writes = true;
        writer.writeDueCounts(now);
        writes = false;
      }
    }

    long dropped() {
      long dropped = 0;
      for (Drops.Cause cause : Drops.Cause.values()) {
        dropped += tally.drops().count(cause);
      }
      return dropped;
    }

    void assertAccounted() {
      assertEquals(told, tally.written() + tally.merged() + tally.unsaid() + dropped());
    }
  }

  private void assertExact() {
    assertExact("now");
  }

  private void assertExact(String when) {
    one.assertAccounted();
    other.assertAccounted();
    long said = 0;
    for (Replica replica : List.of(one, other)) {
      said += replica.tally.written() + replica.tally.merged();
    }
    assertEquals(said, store.total(), "what Events count, " + when);
  }

  @Test
  void whatTwoTellIsOneEventThatCountsBoth() {
    one.tell(3, START);
    other.tell(5, START.plusSeconds(1));
    Instant end = START.plusSeconds(20);
    one.writer.writeDueCounts(end);
    other.writer.writeDueCounts(end);
    assertEquals(1, store.stored().size());
    assertEquals(8, store.total());
    assertEquals(1, one.tally.written());
    assertEquals(2, one.tally.merged());
    assertEquals(0, other.tally.written());
    assertEquals(5, other.tally.merged());
    assertExact();
  }

  /// A process that looks at pods that run forgets what it told when it ends.
  @Test
  void aDriftThatIsToldOnceMoreAfterARestartIsTheSameEvent() {
    Happening drift = Happening.of(Drifting.by(Cause.NoRecord, "no grant is recorded")).get();
    one.writer.write(drift, 1, START);
    Instant restarted = START.plus(Duration.ofMinutes(50));
    other.writer.write(drift, 1, restarted);
    other.writer.writeAllCounts(restarted.plusSeconds(10));
    assertEquals(1, store.stored().size());
    assertEquals(2, store.total());
    assertEquals(0, other.tally.written());

    Instant anHourLater = restarted.plus(Duration.ofHours(1)).plusSeconds(1);
    other.writer.write(drift, 1, anHourLater);
    assertEquals(2, store.stored().size());
    assertEquals(3, store.total());
  }

  @Test
  void theTimeOfACountIsTheLastOneWhoeverWritesIt() {
    one.tell(2, START);
    other.tell(1, START.plusSeconds(9));
    other.writer.writeAllCounts(START.plusSeconds(9));
    one.writer.writeAllCounts(START.plusSeconds(10));
    assertEquals(
        "2026-11-24T06:00:09.000000Z",
        store.stored().getFirst().getSeries().getLastObservedTime().getTime());
  }

  /// Of one controller within a minute, and within an hour.
  @ParameterizedTest
  @ValueSource(ints = {6, 360})
  void tenThousandRefusalsAtTwoReplicasLeaveOneEventAndFewWrites(int everyMillis) {
    Instant now = START;
    for (int i = 0; i < 10_000; i++) {
      now = START.plusMillis((long) i * everyMillis);
      (i % 2 == 0 ? one : other).tell(1, now);
      one.writer.writeDueCounts(now);
      other.writer.writeDueCounts(now);
    }
    one.writer.writeAllCounts(now);
    other.writer.writeAllCounts(now);
    assertEquals(1, store.created.size());
    int writes = store.created.size() + store.counts.size();
    assertTrue(writes <= 40, "writes: " + writes);
    assertEquals(10_000, store.total());
    assertExact();
  }

  @Test
  void whoeverWritesAtTheSameTimeAsAnotherAddsToWhatItSaid() {
    one.tell(10, START);
    other.tell(10, START);
    store.meanwhile.add(() -> other.writer.writeAllCounts(START.plusSeconds(10)));
    one.writer.writeDueCounts(START.plusSeconds(10));
    assertEquals(20, store.total());
    assertEquals(List.of(11, 20), store.counts);
    assertExact();
  }

  /// Some other time it is told.
  @Test
  void whoeverAlwaysComesSecondStopsTryingForNow() {
    one.tell(4, START);
    for (int i = 0; i < 100; i++) {
      store.meanwhile.add(() -> store.kept(store.stored().getFirst()));
    }
    one.writer.writeDueCounts(START.plusSeconds(10));
    assertEquals(95, store.meanwhile.size(), "tries");
    assertEquals(3, one.tally.unsaid());
    store.meanwhile.clear();
    one.writer.writeDueCounts(START.plusSeconds(30));
    assertEquals(4, store.total());
    assertExact();
  }

  @Test
  void anEventWhoseAnswerWasLostIsCountedOnce() {
    store.lostAnswers = 1;
    one.tell(2, START);
    one.writer.writeAllCounts(START);
    assertEquals(1, one.tally.written());
    assertEquals(2, store.total());
    assertExact();
  }

  @Test
  void aCountWhoseAnswerWasLostIsAddedOnce() {
    one.tell(5, START);
    store.lostAnswers = 1;
    one.writer.writeDueCounts(START.plusSeconds(10));
    assertEquals(5, store.total());
    assertEquals(List.of(5), store.counts);
    assertExact();
  }

  /// The one got no answer, the other wrote, and then the one looked what became of it.
  @Test
  void aCountWhoseAnswerWasLostIsAddedOnceAlsoWhenAnotherHasWrittenSince() {
    one.tell(5, START);
    other.tell(7, START);
    store.lostAnswers = 1;
    store.meanwhile.add(() -> {});
    store.meanwhile.add(() -> other.writer.writeDueCounts(START.plusSeconds(10)));
    one.writer.writeDueCounts(START.plusSeconds(10));
    assertEquals(List.of(5, 12), store.counts);
    one.tell(1, START.plusSeconds(11));
    one.writer.writeDueCounts(START.plusSeconds(40));
    assertEquals(13, store.total());
    assertExact();
  }

  @Test
  void afterALongSilenceAllTellOfTheNextInAnotherEvent() {
    one.tell(1, START);
    Instant later = START.plus(Duration.ofMinutes(7));
    other.tell(1, later);
    one.tell(1, later.plusSeconds(1));
    one.writer.writeAllCounts(later.plusSeconds(2));
    assertEquals(List.of(1, 2), store.stored().stream().map(FakeEvents::times).toList());
    Instant muchLater = later.plus(Duration.ofMinutes(7));
    one.tell(1, muchLater);
    other.tell(1, muchLater);
    other.writer.writeAllCounts(muchLater);
    assertEquals(List.of(1, 2, 2), store.stored().stream().map(FakeEvents::times).toList());
    assertExact();
  }

  @Test
  void aReplicaThatWasSilentGoesOnWhereAnotherTellsMeanwhile() {
    one.tell(2, START);
    for (int minute = 1; minute <= 8; minute++) {
      Instant now = START.plus(Duration.ofMinutes(minute));
      other.tell(1, now);
      one.writer.writeDueCounts(now);
      other.writer.writeDueCounts(now);
    }
    Instant end = START.plus(Duration.ofMinutes(9));
    one.tell(3, end);
    one.writer.writeAllCounts(end);
    other.writer.writeAllCounts(end);
    assertEquals(1, store.stored().size());
    assertEquals(13, store.total());
    assertExact();
  }

  @Test
  void aReplicaThatStartsAgainGoesOnWithTheSameEvent() {
    one.tell(3, START);
    one.writer.writeAllCounts(START.plusSeconds(1));
    var again = new Replica("cgrant-1");
    again.tell(4, START.plusSeconds(30));
    again.writer.writeAllCounts(START.plusSeconds(31));
    assertEquals(1, store.stored().size());
    assertEquals(7, store.total());
    assertEquals(4, again.tally.merged());
  }

  /// Or it has expired.
  @Test
  void whatIsNotSaidWhenSomebodyDeletesTheEventIsToldAnew() {
    one.tell(6, START);
    store.clear();
    one.writer.writeDueCounts(START.plusSeconds(10));
    assertEquals(1, store.total());
    one.writer.writeDueCounts(START.plusSeconds(20));
    assertEquals(5, store.total());
    assertEquals(2, one.tally.written());
    assertEquals(4, one.tally.merged());
    one.assertAccounted();
  }

  @Test
  void anEventOfOurNameThatSaysSomethingElseIsLeftAlone() {
    one.tell(1, START);
    Event ours = store.stored().getFirst();
    Event theirs = store.kept(new EventBuilder(ours).withNote("all is well").build());
    other.tell(2, START);
    other.writer.writeAllCounts(START);
    assertEquals(2, store.stored().size());
    assertEquals(theirs, store.stored().getFirst());
    assertNotEquals("all is well", store.stored().getLast().getNote());
    assertEquals(2, FakeEvents.times(store.stored().getLast()));
    other.assertAccounted();
  }

  /// Else nobody would see when it happened last.
  @Test
  void anEventOfDaysToComeIsLeftAlone() {
    one.tell(1, START);
    store.kept(
        new EventBuilder(store.stored().getFirst())
            .withSeries(new EventSeries(2, new MicroTime("2099-01-01T00:00:00.000000Z")))
            .build());
    other.tell(1, START);
    assertEquals(2, store.stored().size());
  }

  @Test
  void whoeverFindsAllNamesTakenTellsAlone() {
    for (int i = 0; i < 10; i++) {
      other.tell(1, START.plus(Duration.ofMinutes(7L * i)));
    }
    store.stored().forEach(e -> store.kept(new EventBuilder(e).withNote("taken").build()));
    one.tell(2, START);
    one.writer.writeAllCounts(START);
    assertEquals(11, store.stored().size());
    assertEquals(2, FakeEvents.times(store.stored().getLast()));
    one.assertAccounted();
  }

  @Test
  void aCountThatNobodyTakesIsLostAndCounted() {
    one.tell(3, START);
    other.tell(4, START);
    store.failure = Optional.of(new KubernetesClientException("busy", 503, null));
    other.writer.writeDueCounts(START.plusSeconds(10));
    assertEquals(4, other.tally.drops().count(Drops.Cause.ApiServer));
    store.failure = Optional.empty();
    one.writer.writeDueCounts(START.plusSeconds(10));
    assertEquals(3, store.total());
    other.tell(2, START.plusSeconds(11));
    other.writer.writeAllCounts(START.plusSeconds(12));
    assertEquals(5, store.total());
    assertExact();
  }

  /// A week of both, in any order, with answers that get lost and writes that meet.
  @Test
  void countsAreExactWhateverMeets() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var trial = new SharedSeriesTest();
      for (Instant now : moments(random)) {
        trial.step(random, now);
      }
      Instant end = START.plus(Duration.ofDays(8));
      trial.store.meanwhile.clear();
      trial.store.lostAnswers = 0;
      trial.one.writer.writeAllCounts(end);
      trial.other.writer.writeAllCounts(end);
      assertEquals(0, trial.one.tally.unsaid() + trial.other.tally.unsaid());
      trial.assertExact("seed " + seed);
    }
  }

  private static List<Instant> moments(Random random) {
    var moments = new ArrayList<Instant>();
    for (int i = 0; i < 60; i++) {
      int most = random.nextBoolean() ? 600 : 7 * 24 * 3_600;
      moments.add(START.plusSeconds(random.nextInt(most)));
    }
    Collections.sort(moments);
    return moments;
  }

  private void step(Random random, Instant now) {
    Replica acting = random.nextBoolean() ? one : other;
    Replica idle = acting == one ? other : one;
    switch (random.nextInt(6)) {
      case 0, 1, 2 -> acting.tell(1 + random.nextInt(5), now);
      case 3 -> acting.writeDueCounts(now);
      case 4 -> store.lostAnswers = random.nextInt(2);
      default -> store.meanwhile.add(() -> idle.writeDueCounts(now));
    }
  }
}
