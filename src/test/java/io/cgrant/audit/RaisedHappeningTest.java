// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.ownership.TopOwners;
import io.cgrant.pod.PodView.Owner;
import io.cgrant.policy.Worlds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RaisedHappeningTest {

  private static final Instant START = Instant.parse("2026-11-24T06:00:00Z");
  private static final Owner DEPLOYMENT = new Owner("apps/v1", "Deployment", "head", "uid-d");
  private static final Thing HEAD = new Thing("apps/v1", "Deployment", "ml-prod", "head", "uid-d");
  private static final Thing HEAD_5D9 =
      new Thing("apps/v1", "ReplicaSet", "ml-prod", "head-5d9", "uid-rs");

  private final List<Owner> asked = new ArrayList<>();
  private Optional<Owner> above = Optional.of(DEPLOYMENT);
  private boolean isAway;
  private final TopOwners owners = new TopOwners(this::answer, START);
  private final FakeEvents store = new FakeEvents();
  private final EventTally tally = new EventTally();

  private Optional<Owner> answer(String namespace, Owner owner) {
    assertEquals("ml-prod", namespace);
    asked.add(owner);
    if (isAway) {
      throw new IllegalStateException("no answer");
    }
    return above;
  }

  @Test
  void aRefusalIsToldOnTheDeploymentAndNamesTheReplicaSet() {
    Happening raised = refused().raised(owners, START);
    assertEquals(HEAD, raised.regarding());
    assertEquals(Optional.of(HEAD_5D9), raised.related());
    assertEquals("ml-prod", raised.place());
    assertEquals(List.of(Entries.REPLICA_SET), asked);
  }

  @Test
  void aGrantNamesThePodThatIsThere() {
    Happening raised =
        Happening.of(Entries.granted("head-1", "uid-1"), Worlds.CONTROLLERS)
            .get()
            .raised(owners, START);
    assertEquals(HEAD, raised.regarding());
    assertEquals(
        Optional.of(new Thing("v1", "Pod", "ml-prod", "head-1", "uid-1")), raised.related());
  }

  @Test
  void ofOneReplicaSetNobodyIsAskedTwiceInTenMinutes() {
    for (int i = 0; i < 1_000; i++) {
      refused().raised(owners, START.plusMillis(i * 599L));
    }
    assertEquals(1, asked.size());
    refused().raised(owners, START.plus(Duration.ofMinutes(11)));
    assertEquals(2, asked.size());
  }

  @Test
  void whoHasNothingAboveItIsNamedItself() {
    above = Optional.empty();
    assertEquals(refused(), refused().raised(owners, START));
    assertEquals(refused(), refused().raised(owners, START.plusSeconds(59)));
    assertEquals(1, asked.size());
  }

  @Test
  void ofOtherKindsNobodyIsAsked() {
    for (String kind : List.of("StatefulSet", "Deployment", "DaemonSet")) {
      Happening of = refusedOf(new Owner("apps/v1", kind, "head", "uid"));
      assertEquals(of, of.raised(owners, START));
    }
    Happening own = refusedOf(new Owner("example.com/v1", "ReplicaSet", "head", "uid"));
    assertEquals(own, own.raised(owners, START));
    Happening bare =
        Happening.of(Entries.refused("a", "d", Optional.empty(), false), Worlds.CONTROLLERS).get();
    assertEquals(bare, bare.raised(owners, START));
    assertEquals(List.of(), asked);
    refusedOf(new Owner("batch/v1", "Job", "nightly-1", "uid")).raised(owners, START);
    assertEquals(1, asked.size());
  }

  @Test
  void afterAFailureNobodyIsAskedForAMinuteAndWhatIsKnownCounts() {
    refused().raised(owners, START);
    isAway = true;
    Happening other = refusedOf(new Owner("apps/v1", "ReplicaSet", "tail-1", "uid-2"));
    assertEquals(other, other.raised(owners, START.plusSeconds(1)));
    for (int i = 0; i < 100; i++) {
      Happening next = refusedOf(new Owner("apps/v1", "ReplicaSet", "next-" + i, "uid-" + i));
      assertEquals(next, next.raised(owners, START.plusSeconds(2)));
    }
    assertEquals(2, asked.size());
    assertEquals(HEAD, refused().raised(owners, START.plusSeconds(3)).regarding());
    isAway = false;
    assertEquals(HEAD, other.raised(owners, START.plusSeconds(62)).regarding());
  }

  @Test
  void whatWasTrueTenMinutesAgoCountsWhileNobodyAnswers() {
    refused().raised(owners, START);
    isAway = true;
    Instant later = START.plus(Duration.ofMinutes(11));
    refusedOf(new Owner("apps/v1", "ReplicaSet", "tail-1", "uid-2")).raised(owners, later);
    assertEquals(HEAD, refused().raised(owners, later).regarding());
  }

  @Test
  void aFloodOfOwnersAsksFiveTimesASecondAtMost() {
    for (int i = 0; i < 10_000; i++) {
      refusedOf(new Owner("apps/v1", "ReplicaSet", "head-" + i, "uid-" + i))
          .raised(owners, START.plusMillis(i));
    }
    assertTrue(asked.size() <= 101, "asked " + asked.size());
  }

  @Test
  void atTheEndOnlyWhatIsKnownCounts() {
    refused().raised(owners, START);
    owners.askNobody();
    assertEquals(HEAD, refused().raised(owners, START.plusSeconds(1)).regarding());
    Happening other = refusedOf(new Owner("apps/v1", "ReplicaSet", "tail-1", "uid-2"));
    assertEquals(other, other.raised(owners, START.plusSeconds(1)));
    assertEquals(1, asked.size());
  }

  /// A rollout that is tried again and again, a ReplicaSet each.
  @Test
  void tenThousandRefusalsOfOneDeploymentAreOneEventWhateverItsReplicaSetsAreCalled() {
    tellTenThousandOfTenReplicaSets();
    assertEquals(1, store.created.size());
    assertTrue(store.counts.size() <= 2 * 4, store.counts.toString());
    assertEquals(10_000, tally.written() + tally.merged());
    assertEquals(10_000, store.total());
    assertEquals("Deployment", store.created.getFirst().getRegarding().getKind());
    assertEquals("ReplicaSet", store.created.getFirst().getRelated().getKind());
  }

  @Test
  void withoutTheRightToAskTheyAreStillFewEvents() {
    isAway = true;
    tellTenThousandOfTenReplicaSets();
    assertEquals(10, store.created.size());
    int writes = store.created.size() + store.counts.size();
    assertTrue(writes <= 40, "writes: " + writes);
    assertEquals(10_000, tally.written() + tally.merged());
    assertEquals(10_000, store.total());
  }

  /// Of two replicas of cgrant, which take turns.
  private void tellTenThousandOfTenReplicaSets() {
    var writers =
        List.of(
            new EventWriter(store, "cgrant-1", tally, START),
            new EventWriter(store, "cgrant-2", tally, START));
    for (int i = 0; i < 10_000; i++) {
      Instant now = START.plusMillis(i * 6L);
      Happening of =
          refusedOf(new Owner("apps/v1", "ReplicaSet", "head-" + i / 1_000, "uid-" + i / 1_000));
      writers.get(i % 2).write(of.raised(owners, now), 1, now);
      writers.forEach(writer -> writer.writeDueCounts(now));
    }
    writers.forEach(writer -> writer.writeAllCounts(START.plusSeconds(60)));
  }

  private static Happening refused() {
    return refusedOf(Entries.REPLICA_SET);
  }

  private static Happening refusedOf(Owner owner) {
    return Happening.of(
            Entries.refused("head-1", "set it", Optional.of(owner), false), Worlds.CONTROLLERS)
        .get();
  }
}
