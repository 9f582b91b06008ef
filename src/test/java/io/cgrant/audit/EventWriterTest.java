// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.admission.AuditEntry;
import io.cgrant.outlet.Drops;
import io.cgrant.policy.Worlds;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventWriterTest {

  private static final Instant START = Instant.parse("2026-11-24T06:00:00Z");

  private final EventTally tally = new EventTally();
  private final Drops drops = tally.drops();
  private final FakeEvents store = new FakeEvents();
  private final EventWriter writer = new EventWriter(store, "cgrant-0", tally, START);

  @Test
  void tenThousandRefusalsOfOneControllerInAMinuteLeaveOneEventAndAFewCounts() {
    for (int i = 0; i < 10_000; i++) {
      Instant now = START.plusMillis(i * 6L);
      write(Entries.refused("head-" + i), now);
      writer.writeDueCounts(now);
    }
    writer.writeAllCounts(START.plusSeconds(60));
    assertEquals(1, store.created.size());
    assertTrue(store.counts.size() <= 4, store.counts.toString());
    assertEquals(10_000, store.counts.getLast());
  }

  @Test
  void whatCameOftenBeforeItWasWrittenIsAnEventAndItsRepetitions() {
    Happening happening =
        Happening.of(Entries.refused("head"), Worlds.CONTROLLERS).orElseThrow().settled();
    writer.write(happening, 7, START);
    writer.write(happening, 3, START.plusSeconds(1));
    assertEquals(9, tally.unsaid());
    writer.writeDueCounts(START.plusSeconds(10));
    assertEquals(1, tally.written());
    assertEquals(9, tally.merged());
    assertEquals(10, store.counts.getLast());
  }

  @Test
  void tenThousandDifferentRefusalsInANamespaceLeaveFewEventsAndCountTheRest() {
    for (int i = 0; i < 10_000; i++) {
      write(
          Entries.refused("head-" + i, "detail " + i, Optional.empty(), false),
          START.plusMillis(i * 6L));
    }
    assertTrue(store.created.size() <= 36, "written: " + store.created.size());
    assertEquals(10_000 - store.created.size(), drops.count(Drops.Cause.TooMany));
  }

  /// A Deployment whose pods fail otherwise each time, and then nothing comes any more.
  @Test
  void tenThousandRefusalsOfOneControllerForTwentyReasonsLeaveFewWritesAndExactCounts() {
    for (int i = 0; i < 10_000; i++) {
      Instant now = START.plusMillis(i * 6L);
      write(refusedFor(i % 20), now);
      writer.writeDueCounts(now);
    }
    for (int second = 60; second < 600; second++) {
      writer.writeDueCounts(START.plusSeconds(second));
    }
    int writes = store.created.size() + store.counts.size();
    assertTrue(writes <= 6, "writes: " + writes);
    assertEquals(0, tally.unsaid());
    assertEquals(tally.written() + tally.merged(), store.total());
    assertEquals(10_000, store.total() + drops.count(Drops.Cause.TooMany));
    assertTrue(store.total() >= 1_500, "three of twenty are told: " + store.total());
  }

  /// What an object may not have counted now is counted later, and at the end in any case.
  @Test
  void countsThatWaitForTheirObjectAreLostByNobody() {
    for (int i = 0; i < 30; i++) {
      write(refusedFor(i % 3), START);
    }
    writer.writeDueCounts(START.plusSeconds(10));
    assertEquals(List.of(), store.counts);
    writer.writeDueCounts(START.plusSeconds(60));
    assertEquals(List.of(10), store.counts);
    writer.writeAllCounts(START.plusSeconds(61));
    assertEquals(List.of(10, 10, 10), store.counts);
    assertEquals(30, tally.written() + tally.merged());
  }

  /// What is not written for want of its namespace's costs an object nothing.
  @Test
  void whoeverFindsItsNamespaceUsedUpHasItsOwnShareWhenThereIsRoom() {
    for (int i = 0; i < 100; i++) {
      write(Entries.refused("head-" + i, "detail", Optional.empty(), false), START);
    }
    for (int i = 0; i < 100; i++) {
      write(refusedFor(i), START);
    }
    int before = store.created.size();
    for (int i = 0; i < 5; i++) {
      write(refusedFor(i), START.plusSeconds(30));
    }
    assertEquals(before + 3, store.created.size());
  }

  /// What is not written leaves its object nearly all that it may write.
  @Test
  void anObjectWhoseEventsFailedIsToldWhenTheApiServerIsWell() {
    store.failure = Optional.of(new KubernetesClientException("busy", 503, null));
    for (int i = 0; i < 4; i++) {
      write(refusedFor(0), START);
    }
    store.failure = Optional.empty();
    write(refusedFor(0), START.plusSeconds(1));
    assertEquals(1, store.created.size());
  }

  /// Anybody who makes pods may name another's ReplicaSet as their controller.
  @Test
  void podsOfAnybodyTakeNoPlaceOfWhatTheControllerOfTheirObjectIsTold() {
    for (int i = 0; i < 100; i++) {
      write(refusedFor(i), START);
    }
    int before = store.created.size();
    write(Entries.byController(refusedFor(100)), START);
    assertEquals(before + 1, store.created.size());
    for (int i = 101; i < 200; i++) {
      write(Entries.byController(refusedFor(i)), START);
    }
    assertEquals(before + 3, store.created.size(), "no more than any object has");
  }

  @Test
  void whatIsToldOfAnybodysPodsAndOfTheControllersAlikeIsOneEvent() {
    write(refusedFor(0), START);
    write(Entries.byController(refusedFor(0)), START);
    writer.writeAllCounts(START.plusSeconds(1));
    assertEquals(1, store.created.size());
    assertEquals(2, store.total());
  }

  private static AuditEntry refusedFor(int reason) {
    return Entries.refused("head-1", "reason " + reason, Optional.of(Entries.REPLICA_SET), false);
  }

  @Test
  void oneNamespaceDoesNotUseUpTheEventsOfAnother() {
    for (int i = 0; i < 1_000; i++) {
      write(Entries.refused("head-" + i, "detail " + i, Optional.empty(), false), START);
    }
    int before = store.created.size();
    write(Entries.refusedIn("other"), START);
    assertEquals(before + 1, store.created.size());
  }

  /// A tenant with a script makes pods of a text each.
  @Test
  void barePodsOfANamespaceTakeNoPlaceOfWhatItsControllersAreTold() {
    for (int i = 0; i < 1_000; i++) {
      write(Entries.refused("head-" + i, "detail " + i, Optional.empty(), false), START);
    }
    int before = store.created.size();
    assertTrue(drops.count(Drops.Cause.TooMany) > 0, "written: " + before);
    write(Entries.byController(refusedFor(0)), START);
    assertEquals(before + 1, store.created.size());
  }

  @Test
  void podsThatDriftTakeNoPlaceOfRefusalsInTheirNamespace() {
    for (int i = 0; i < 1_000; i++) {
      Thing pod = new Thing("v1", "Pod", "ml-prod", "head-" + i, "");
      writer.write(
          new Happening(
              pod, Optional.empty(), Happening.Kind.Drifted, "x", "x", List.of(), Maker.Unseen),
          1,
          START);
    }
    int before = store.created.size();
    assertTrue(drops.count(Drops.Cause.TooMany) > 0, "written: " + before);
    write(Entries.refused("alone", "detail", Optional.empty(), false), START);
    write(Entries.byController(refusedFor(0)), START);
    assertEquals(before + 2, store.created.size());
  }

  /// Two Deployments of a namespace, one of which fails otherwise each time.
  @Test
  void oneObjectDoesNotUseUpTheEventsOfItsNamespace() {
    for (int i = 0; i < 10_000; i++) {
      write(
          Entries.refused("head-" + i, "detail " + i, Optional.of(Entries.REPLICA_SET), false),
          START.plusMillis(i * 5L));
    }
    int before = store.created.size();
    assertTrue(before <= 20, "written: " + before);
    assertEquals(10_000 - before, drops.count(Drops.Cause.TooMany));
    write(Entries.refused("alone", "detail", Optional.empty(), false), START.plusSeconds(50));
    assertEquals(before + 1, store.created.size());
  }

  /// They are told once, so what is dropped nobody hears of.
  @Test
  void whoeverFillsTheNamespaceDefaultTakesNoPlaceOfNewsOfPolicies() {
    for (int i = 0; i < 100; i++) {
      AuditEntry refused = Entries.refused("head-" + i, "detail", Optional.empty(), false);
      Thing pod = new Thing("v1", "Pod", "default", "head-" + i, "");
      writer.write(
          Happening.of(refused, Worlds.CONTROLLERS).orElseThrow().settled().raisedTo(pod),
          1,
          START);
    }
    int before = store.created.size();
    assertTrue(drops.count(Drops.Cause.TooMany) > 0, "written: " + before);
    var news = new PolicyNews.Invalid("ray", "uid-ray", "spec.match is missing");
    writer.write(PolicyHappenings.of(news), 1, START);
    assertEquals(before + 1, store.created.size());
  }

  @Test
  void noNumberOfPodsTakesThePlaceOfNewsOfPolicies() {
    for (int i = 0; i < 1_000; i++) {
      write(Entries.refusedIn("ml-" + i), START);
    }
    assertEquals(100, store.created.size());
    for (int i = 0; i < 1_000; i++) {
      var news = new PolicyNews.Invalid("ray-" + i, "uid-" + i, "spec.match is missing");
      writer.write(PolicyHappenings.of(news), 1, START);
    }
    assertEquals(150, store.created.size());
    assertEquals(1_850, drops.count(Drops.Cause.TooMany));
  }

  /// Nor do they take the place of counts.
  @Test
  void newsOfPoliciesTakeNoPlaceOfPods() {
    write(Entries.refused("a"), START);
    write(Entries.refused("b"), START);
    for (int i = 0; i < 1_000; i++) {
      var news = new PolicyNews.Invalid("ray-" + i, "uid-" + i, "spec.match is missing");
      writer.write(PolicyHappenings.of(news), 1, START.plusSeconds(9));
    }
    writer.writeDueCounts(START.plusSeconds(10));
    assertEquals(List.of(2), store.counts);
  }

  @Test
  void eventsGoOnAfterSomebodySetTheClockBack() {
    for (int i = 0; i < 100; i++) {
      write(
          Entries.refused("head-" + i, "detail " + i, Optional.empty(), false),
          START.plus(Duration.ofDays(1)).plusSeconds(i * 10L));
    }
    int before = store.created.size();
    write(
        Entries.refused("late", "another detail", Optional.empty(), false), START.plusSeconds(20));
    assertEquals(before + 1, store.created.size());
  }

  @Test
  void aRepetitionAfterALongSilenceIsANewEvent() {
    write(Entries.refused("a"), START);
    write(Entries.refused("b"), START.plus(Duration.ofMinutes(5)));
    assertEquals(1, store.created.size());
    write(Entries.refused("c"), START.plus(Duration.ofMinutes(12)));
    assertEquals(2, store.created.size());
    assertEquals(
        2, new HashSet<>(store.created.stream().map(EventWriterTest::name).toList()).size());
  }

  @Test
  void theLastCountOfASeriesThatEndsIsStillWritten() {
    write(Entries.refused("a"), START);
    write(Entries.refused("b"), START.plusSeconds(1));
    writer.writeDueCounts(START.plus(Duration.ofMinutes(7)));
    assertEquals(List.of(2), store.counts);
  }

  @Test
  void namesTheControllerAndThePodItTriedToMake() {
    write(Entries.refused("head-5d9-x"), START);
    Event event = store.created.getFirst();
    assertEquals("ReplicaSet", event.getRegarding().getKind());
    assertEquals("uid-rs", event.getRegarding().getUid());
    assertEquals("ml-prod", event.getMetadata().getNamespace());
    assertEquals("head-5d9-x", event.getRelated().getName());
    assertEquals("Refused", event.getReason());
    assertEquals("Warning", event.getType());
    assertEquals("CreatePod", event.getAction());
    assertEquals("cgrant.io/webhook", event.getReportingController());
    assertEquals("cgrant-0", event.getReportingInstance());
    assertEquals("2026-11-24T06:00:00.000000Z", event.getEventTime().getTime());
  }

  @Test
  void aPodWithoutAControllerIsNamedItself() {
    write(Entries.refused("alone", "detail", Optional.empty(), false), START);
    assertEquals("Pod", store.created.getFirst().getRegarding().getKind());
    assertEquals("alone", store.created.getFirst().getRegarding().getName());
  }

  @Test
  void theNoteFitsWhatTheApiServerTakes() {
    write(Entries.refused("a", "ü".repeat(2_000), Optional.empty(), false), START);
    String note = store.created.getFirst().getNote();
    assertTrue(note.getBytes(StandardCharsets.UTF_8).length <= 1_024);
  }

  @Test
  void dryRunsAndPodsThatDidNotAskLeaveNothing() {
    write(Entries.refused("a", "detail", Optional.empty(), true), START);
    write(Entries.notAsked(), START);
    assertEquals(0, store.created.size());
  }

  @Test
  void eventsOfANamespaceThatIsGoingAreCountedApart() {
    store.failure =
        Optional.of(
            new KubernetesClientException(
                new StatusBuilder()
                    .withCode(403)
                    .withNewDetails()
                    .addNewCause()
                    .withReason("NamespaceTerminating")
                    .endCause()
                    .endDetails()
                    .build()));
    write(Entries.refused("a"), START);
    assertEquals(1, drops.count(Drops.Cause.NamespaceTerminating));
    assertEquals(0, drops.count(Drops.Cause.ApiServer));
  }

  @Test
  void aCountThatCannotBeWrittenMakesTheNextOneANewEvent() {
    write(Entries.refused("a"), START);
    write(Entries.refused("b"), START.plusSeconds(1));
    store.failure = Optional.of(new KubernetesClientException("gone", 404, null));
    writer.writeDueCounts(START.plusSeconds(20));
    store.failure = Optional.empty();
    store.clear();
    write(Entries.refused("c"), START.plusSeconds(21));
    assertEquals(2, store.created.size());
  }

  private void write(AuditEntry entry, Instant now) {
    Happening.of(entry, Worlds.CONTROLLERS)
        .ifPresent(happening -> writer.write(happening.settled(), 1, now));
  }

  private static String name(Event event) {
    return event.getMetadata().getName();
  }
}
