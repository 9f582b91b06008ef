// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.admission.AuditEntry;
import io.cgrant.audit.Happening.Kind;
import io.cgrant.drift.Cause;
import io.cgrant.outlet.Drops;
import io.cgrant.ownership.TopOwners;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyEventsTest {

  private static final Instant START = Instant.parse("2026-11-24T06:00:00Z");

  private final FakeEvents store = new FakeEvents();
  private final PolicyEvents events =
      new PolicyEvents(store, policy -> Optional.of("uid-" + policy), "cgrant-0", START);

  @Test
  void podsOfAllNamespacesAreOneEventOnThePolicyThatCountsThem() {
    for (int i = 0; i < 1_000; i++) {
      var refused =
          new Verdict.Refused(
              List.of(new Objection(Optional.of("ray"), OptionalLong.of(3), finding())));
      tell(new AuditEntry(Entries.refusedIn("ml-" + i).ask(), refused), 2);
    }
    events.writeAllCounts(START.plusSeconds(60));
    Event event = store.stored().getFirst();
    assertEquals(1, store.stored().size());
    assertEquals(2_000, FakeEvents.times(event));
    assertEquals("default", event.getMetadata().getNamespace());
    assertEquals("Refused", event.getReason());
    assertEquals("Warning", event.getType());
    assertEquals("JudgePod", event.getAction());
    assertEquals("WritableCgroupPolicy", event.getRegarding().getKind());
    assertEquals("ray", event.getRegarding().getName());
    assertEquals("uid-ray", event.getRegarding().getUid());
    assertEquals(1, events.tally().count(EventTally.Outcome.Written));
    assertEquals(1_999, events.tally().count(EventTally.Outcome.Merged));
    assertEquals(0, events.tally().drops().count(Drops.Cause.TooMany));
  }

  @Test
  void tenThousandRefusalsOfOneDeploymentInAMinuteLeaveFewWritesWhoeverRefuses() {
    var owners = new EventWriter(store, "cgrant-0", new EventTally(), START);
    Happening refused = Happening.of(refusedBy(100), Worlds.CONTROLLERS).orElseThrow().settled();
    for (int i = 0; i < 10_000; i++) {
      Instant now = START.plusMillis(i * 6L);
      owners.write(refused, 1, now);
      events.tell(refused, 1, now);
      owners.writeDueCounts(now);
      events.writeDueCounts(now);
    }
    owners.writeAllCounts(START.plusSeconds(60));
    events.writeAllCounts(START.plusSeconds(60));
    int written = store.created.size();
    int writes = written + store.counts.size();
    assertTrue(written <= 20 && writes <= 40, written + " Events, " + writes + " writes");
    assertTrue(written > 1, "none on a policy");
  }

  /// As many as the chart has, and as `replicas` may say.
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void tenThousandRefusalsOfOneDeploymentAtManyReplicasLeaveFewWritesToo(int replicas) {
    Happening refused = Happening.of(refusedBy(100), Worlds.CONTROLLERS).orElseThrow().settled();
    var owners = new ArrayList<EventWriter>();
    var onPolicies = new ArrayList<PolicyEvents>();
    for (int i = 0; i < replicas; i++) {
      String instance = "cgrant-" + i;
      owners.add(new EventWriter(store, instance, new EventTally(), START));
      onPolicies.add(
          new PolicyEvents(store, policy -> Optional.of("uid-" + policy), instance, START));
    }
    for (int i = 0; i < 10_000; i++) {
      Instant now = START.plusMillis(i * 6L);
      owners.get(i % replicas).write(refused, 1, now);
      onPolicies.get(i % replicas).tell(refused, 1, now);
      owners.forEach(writer -> writer.writeDueCounts(now));
      onPolicies.forEach(policies -> policies.writeDueCounts(now));
    }
    Instant end = START.plusSeconds(60);
    owners.forEach(writer -> writer.writeAllCounts(end));
    onPolicies.forEach(policies -> policies.writeAllCounts(end));
    int written = store.created.size();
    int writes = written + store.counts.size();
    assertTrue(written <= 20 && writes <= 40, written + " Events, " + writes + " writes");
    assertTrue(store.requests <= 40 * replicas, store.requests + " requests");
    assertEquals(6 * 10_000, store.total());
  }

  /// All are refused by many policies, each time for another reason than the one before.
  @ParameterizedTest
  @CsvSource({"1,20", "2,20", "3,20", "3,2", "3,3", "3,7", "3,10000"})
  void whateverTheReasonsOfOneDeploymentManyReplicasLeaveFewWrites(int replicas, int reasons) {
    var all = new ArrayList<Replica>();
    for (int i = 0; i < replicas; i++) {
      all.add(new Replica("cgrant-" + i));
    }
    for (int i = 0; i < 10_000; i++) {
      Instant now = START.plusMillis(i * 6L);
      // Not in step with the replicas, so that each hears of each reason.
      all.get(i / 7 % replicas).tell(refusedBy(100, "reason " + i % reasons), now);
      all.forEach(replica -> replica.writeDueCounts(now));
    }
    for (int second = 60; second < 600; second++) {
      Instant now = START.plusSeconds(second);
      all.forEach(replica -> replica.writeDueCounts(now));
    }
    int written = store.created.size();
    int writes = written + store.counts.size();
    assertTrue(written <= 20 && writes <= 40, written + " Events, " + writes + " writes");
    assertTrue(store.requests <= 40 * replicas, store.requests + " requests");
    long said = all.stream().mapToLong(Replica::said).sum();
    assertEquals(said, store.total());
    assertEquals(6 * 10_000, said + all.stream().mapToLong(Replica::dropped).sum());
  }

  /// Of a Deployment, and on policies.
  private final class Replica {
    private final EventTally tally = new EventTally();
    private final EventWriter owners;
    private final PolicyEvents onPolicies;

    Replica(String instance) {
      owners = new EventWriter(store, instance, tally, START);
      onPolicies = new PolicyEvents(store, policy -> Optional.of("uid-" + policy), instance, START);
    }

    void tell(AuditEntry refused, Instant now) {
      Happening happening = Happening.of(refused, Worlds.CONTROLLERS).orElseThrow().settled();
      owners.write(happening, 1, now);
      onPolicies.tell(happening, 1, now);
    }

    void writeDueCounts(Instant now) {
      owners.writeDueCounts(now);
      onPolicies.writeDueCounts(now);
    }

    long said() {
      return Stream.of(tally, onPolicies.tally()).mapToLong(t -> t.written() + t.merged()).sum();
    }

    long dropped() {
      return Stream.of(tally, onPolicies.tally())
          .mapToLong(t -> t.drops().count(Drops.Cause.TooMany))
          .sum();
    }
  }

  @Test
  void itNamesNoPodNorWhatMadeIt() {
    tell(Entries.granted("secret-name", "uid-1"), 1);
    tell(Entries.refused("secret-name"), 1);
    String all = store.stored().toString();
    assertEquals(2, store.stored().size());
    assertTrue(
        !all.contains("secret-name") && !all.contains("head-5d9") && !all.contains("ml-prod"));
  }

  @Test
  void eachThatRefusedIsToldAndTheFloorIsNobody() {
    List<Objection> objections =
        List.of(
            new Objection(Optional.empty(), OptionalLong.empty(), finding()),
            new Objection(Optional.of("ray"), OptionalLong.of(3), finding()),
            new Objection(Optional.of("builds"), OptionalLong.of(3), finding()),
            new Objection(Optional.of("ray"), OptionalLong.of(3), finding()));
    tell(new AuditEntry(Entries.refused("a").ask(), new Verdict.Refused(objections)), 1);
    assertEquals(List.of("builds", "ray"), regarded());
  }

  @Test
  void ofManyThatRefusedAlikeTheFirstAreTold() {
    tell(refusedBy(100), 1);
    assertEquals(5, store.stored().size());
  }

  @Test
  void manyPoliciesAreNotOneThatTellsTooMuch() {
    for (int i = 0; i < 40; i++) {
      String policy = "policy-" + i;
      var refused =
          new Verdict.Refused(
              List.of(new Objection(Optional.of(policy), OptionalLong.of(3), finding())));
      tell(new AuditEntry(Entries.refused("a").ask(), refused), 1);
    }
    assertEquals(40, store.stored().size());
  }

  @Test
  void aPolicyThatIsMadeAnewUnderItsNameIsAnother() {
    var uid = new AtomicReference<>("uid-1");
    var renewed = new PolicyEvents(store, policy -> Optional.of(uid.get()), "cgrant-0", START);
    Happening refused = Happening.of(Entries.refused("a"), Worlds.CONTROLLERS).orElseThrow();
    renewed.tell(refused, 3, START);
    uid.set("uid-2");
    renewed.tell(refused, 2, START.plusSeconds(1));
    renewed.writeAllCounts(START.plusSeconds(2));
    assertEquals(List.of(3, 2), store.stored().stream().map(FakeEvents::times).toList());
    assertEquals("uid-2", store.stored().getLast().getRegarding().getUid());
  }

  @Test
  void driftIsToldOnTheOneThatGranted() {
    Happening drift = Happening.of(Drifting.by(Cause.PolicyChanged, "granted by ray@3")).get();
    events.tell(drift, 1, START);
    assertEquals(List.of("ray"), regarded());
    assertEquals("Drifted", store.stored().getFirst().getReason());
    assertEquals("LookAtPod", store.stored().getFirst().getAction());
  }

  @Test
  void ofOneThatIsGoneNothingIsTold() {
    var none = new PolicyEvents(store, PolicySource.NONE, "cgrant-0", START);
    none.tell(Happening.of(Entries.refused("a"), Worlds.CONTROLLERS).get(), 1, START);
    assertEquals(List.of(), store.stored());
    assertEquals(0, none.tally().unsaid());
    assertEquals(1, none.tally().count(EventTally.Outcome.NoSuchPolicy));
  }

  /// Each sort of thing comes of each of them once in a minute.
  @Test
  void ofAThousandBusyPoliciesNoneIsForgottenForAnother() {
    List<Happening> all = ofBusyPolicies(Kind.Granted, Kind.Refused, Kind.Drifted);
    long droppedWhenAllWereTold = 0;
    for (int second = 0; second < 40 * 60; second++) {
      Instant now = START.plusSeconds(second);
      for (int i = second % 60; i < all.size(); i += 60) {
        events.tell(all.get(i), 1, now);
      }
      events.writeDueCounts(now);
      if (second == 20 * 60) {
        droppedWhenAllWereTold = events.tally().drops().count(Drops.Cause.TooMany);
      }
    }
    assertEquals(3_000, store.created.size());
    assertEquals(droppedWhenAllWereTold, events.tally().drops().count(Drops.Cause.TooMany));
  }

  /// More is due than may be written, and one policy is told of all the time.
  @Test
  void theBusiestOfAThousandPoliciesIsCountedAsSoonAsTheOthers() {
    List<Happening> all = ofBusyPolicies(Kind.Granted, Kind.Refused);
    Happening busiest = all.getFirst();
    for (int second = 0; second < 60 * 60; second++) {
      Instant now = START.plusSeconds(second);
      for (int i = second % 60; i < all.size(); i += 60) {
        events.tell(all.get(i), 1, now);
      }
      events.tell(busiest, 1, now);
      events.writeDueCounts(now);
    }
    assertTrue(store.created.size() == 2_000 && store.counts.size() <= 60 * 60 * 5, "so many");
    int counted = FakeEvents.times(store.stored().getFirst());
    assertTrue(counted > 2_500, () -> "of 3,660 are counted " + counted);
  }

  private static List<Happening> ofBusyPolicies(Kind... kinds) {
    Happening one = Happening.of(Entries.refused("a"), Worlds.CONTROLLERS).orElseThrow();
    var all = new ArrayList<Happening>();
    for (int i = 0; i < 1_000; i++) {
      for (Kind kind : kinds) {
        List<String> policy = List.of("policy-" + i);
        all.add(
            new Happening(
                one.regarding(),
                one.related(),
                kind,
                one.action(),
                one.note(),
                policy,
                one.maker()));
      }
    }
    return all;
  }

  /// One who fails may take its time, and Events on pods wait for it.
  @Test
  void whereTheyCannotBeWrittenTheyAreTriedOnceInAMinuteAndCounted() {
    store.failure = Optional.of(new KubernetesClientException("no", 500, null));
    Happening refused = Happening.of(refusedBy(100), Worlds.CONTROLLERS).orElseThrow();
    events.tell(refused, 2, START);
    events.tell(refused, 2, START.plusSeconds(59));
    assertEquals(1, store.failures);
    assertEquals(20, events.tally().drops().count(Drops.Cause.ApiServer));
    events.tell(refused, 2, START.plusSeconds(60));
    assertEquals(2, store.failures);

    store.failure = Optional.empty();
    events.tell(refused, 2, START.plusSeconds(120));
    events.writeAllCounts(START.plusSeconds(180));
    assertEquals(5, events.tally().written());
    assertEquals(5, events.tally().merged());
  }

  @Test
  void whatFailsUnexpectedlyIsCountedToo() {
    PolicySource source =
        policy -> {
          throw new IllegalStateException("unexpected");
        };
    var broken = new PolicyEvents(store, source, "cgrant-0", START);
    broken.tell(Happening.of(refusedBy(1), Worlds.CONTROLLERS).orElseThrow(), 3, START);
    assertEquals(3, broken.tally().drops().count(Drops.Cause.ApiServer));
  }

  @Test
  void anErrorIsCountedTooAndTheNextOneIsTold() {
    var failing = new AtomicReference<>(true);
    PolicySource source =
        policy -> {
          if (failing.get()) {
            throw new StackOverflowError("unexpected");
          }
          return Optional.of("uid-" + policy);
        };
    var broken = new PolicyEvents(store, source, "cgrant-0", START);
    Happening refused = Happening.of(refusedBy(1), Worlds.CONTROLLERS).orElseThrow();
    broken.tell(refused, 3, START);
    assertEquals(3, broken.tally().drops().count(Drops.Cause.ApiServer));
    failing.set(false);
    broken.tell(refused, 1, START);
    assertEquals(1, broken.tally().written());
  }

  @Test
  void theyTakeThePlaceOfNoOtherEventAndAreCountedApart() {
    var recorder =
        new EventRecorder(
            store,
            TopOwners.nobody(),
            Worlds.CONTROLLERS,
            policy -> Optional.of("uid-" + policy),
            "cgrant-0",
            InstantSource.fixed(START),
            EventRecorder.FAREWELL);
    var many = new ArrayList<Objection>();
    for (int i = 0; i < 10; i++) {
      many.add(new Objection(Optional.of("policy-" + i), OptionalLong.of(3), finding()));
    }
    for (int i = 0; i < 20; i++) {
      many.replaceAll(
          o -> new Objection(o.policy().map(name -> name + "x"), o.generation(), o.finding()));
      var refused = new Verdict.Refused(List.copyOf(many));
      AuditEntry alone = Entries.refused("a-" + i, "detail", Optional.empty(), false);
      recorder.accept(new AuditEntry(alone.ask(), refused));
    }
    recorder.tell(new PolicyNews.Invalid("broken", "uid-broken", "spec.a"));
    recorder.close();
    assertTrue(regarded().contains("broken"), regarded().toString());
    assertEquals(21, recorder.tally().written() + recorder.tally().merged());
    EventTally apart = recorder.policyTally();
    long dropped = apart.drops().count(Drops.Cause.TooMany);
    assertEquals(100, apart.written() + apart.merged() + dropped);
    assertTrue(dropped > 0);
  }

  private static AuditEntry refusedBy(int policies) {
    return refusedBy(policies, finding().detail());
  }

  private static AuditEntry refusedBy(int policies, String detail) {
    var finding = new Finding("spec.containers[0]", Reason.LimitMissing, detail);
    List<Objection> objections =
        IntStream.range(0, policies)
            .mapToObj(i -> new Objection(Optional.of("policy-" + i), OptionalLong.of(3), finding))
            .toList();
    return Entries.byController(
        new AuditEntry(Entries.refused("a").ask(), new Verdict.Refused(objections)));
  }

  private void tell(AuditEntry entry, int times) {
    events.tell(Happening.of(entry, Worlds.CONTROLLERS).orElseThrow(), times, START);
  }

  private List<String> regarded() {
    return store.stored().stream().map(event -> event.getRegarding().getName()).toList();
  }

  private static Finding finding() {
    return new Finding("spec.containers[0]", Reason.LimitMissing, "set a memory limit");
  }
}
