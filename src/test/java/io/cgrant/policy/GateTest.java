// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static io.cgrant.policy.Worlds.CLASS;
import static io.cgrant.policy.Worlds.FOREIGN;
import static io.cgrant.policy.Worlds.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Containers;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the table of verdicts cannot show: what is not known, and who is left alone.
class GateTest {

  private static final List<PodView> ASKING =
      List.of(
          Pods.granted().view(),
          ordinary().withLabel(Asking.LABEL, "TRUE").view(),
          ordinary().withRuntimeClass(CLASS).view(),
          ordinary().withAnnotation(RouteFinder.GKE_KEY + ".main", "true").view());

  private static final List<PodView> NOT_ASKING =
      List.of(ordinary().view(), ordinary().withLabel(Asking.LABEL, "false").view());

  private static Pods ordinary() {
    return Pods.granted().withoutLabels();
  }

  @Test
  void anOrdinaryPodIsNeverRefusedForWhatNobodyKnows() {
    PodView unclear =
        ordinary()
            .withAnnotation(RouteFinder.CRIO_KEYS.getFirst(), "True")
            .withAnnotation("mounts.nri.io/container.main", "- {source: cgroup}")
            .withAnnotation("something-new.crio.io", "x")
            .withContainer(Containers.main("x").withEntrypoint("$(PROGRAM)", "PROGRAM"))
            .view();
    for (Ask ask : List.of(Asks.validate(unclear), Asks.preview(unclear))) {
      var verdict = assertInstanceOf(Verdict.NotAsked.class, decide(ask, Snapshot.UNSYNCED));
      assertEquals(
          List.of("RouteUnclear", "RuntimeAnnotation", "UnknownRuntimeAnnotation"),
          verdict.doubts().stream().map(o -> o.finding().reason().name()).toList());
      assertEquals(List.of(), verdict.unmet());
      assertFalse(Gate.concerns(ask));
    }
    assertSame(Verdict.NotAsked.UNTOUCHED, decide(Asks.mutate(unclear), Snapshot.UNSYNCED));
  }

  @Test
  void aVerdictSaysByWhichRoutesThePodAsked() {
    PodView twice =
        Pods.granted()
            .withRuntimeClass(CLASS)
            .withAnnotation(RouteFinder.GKE_KEY + ".main", "true")
            .view();
    var refused =
        assertInstanceOf(
            Verdict.Refused.class, decide(Asks.validate(twice), Worlds.with(policy("ray"))));
    assertEquals(Set.of(Route.Name.RuntimeClass, Route.Name.GkeAnnotation), refused.routes());
    var granted =
        assertInstanceOf(
            Verdict.Granted.class,
            decide(
                Asks.validate(Pods.granted().withRuntimeClass(CLASS).view()),
                Worlds.with(policy("ray"))));
    assertEquals(Set.of(Route.Name.RuntimeClass), granted.routes());
    assertEquals("ray", granted.policy().name());
    Verdict undecided = decide(Asks.validate(twice), Snapshot.UNSYNCED);
    for (Verdict other : List.of(undecided, Verdict.NotAsked.UNTOUCHED)) {
      assertSame(other, other.by(refused.routes()));
    }
  }

  @Test
  void nothingThatAsksPassesBeforeTheCachesHaveSynced() {
    for (PodView pod : ASKING) {
      for (Ask ask : List.of(Asks.mutate(pod), Asks.validate(pod), Asks.preview(pod))) {
        var verdict = assertInstanceOf(Verdict.Undecided.class, decide(ask, Snapshot.UNSYNCED));
        assertEquals(Verdict.Cause.NotSynced, verdict.cause());
        assertEquals("cgrant has not yet read the cluster's policies; try again", verdict.detail());
      }
    }
  }

  @Test
  void aClassNobodyCanLookUpYetIsUndecidedToo() {
    Ask ask = Asks.validate(ordinary().withRuntimeClass(FOREIGN).view());
    assertInstanceOf(Verdict.Undecided.class, decide(ask, Snapshot.UNSYNCED));
  }

  @Test
  void whatDoesNotAskIsUntouchedBeforeTheCachesHaveSynced() {
    var namespaceAsks = Map.of("team", "ml", Asking.LABEL, "true");
    var halfSynced =
        new Snapshot(
            false,
            PolicySet.EMPTY,
            Map.of(),
            Set.of("cgroup-writable"),
            Optional.of(namespaceAsks));
    for (PodView pod : NOT_ASKING) {
      for (Ask ask : List.of(Asks.mutate(pod), Asks.validate(pod), Asks.preview(pod))) {
        assertSame(Verdict.NotAsked.UNTOUCHED, decide(ask, Snapshot.UNSYNCED));
        assertSame(Verdict.NotAsked.UNTOUCHED, decide(ask, halfSynced));
      }
    }
  }

  @Test
  void anUnknownNamespaceDecidesNothingThatAsksAndTouchesNothingElse() {
    var snapshot =
        new Snapshot(
            true,
            PolicySet.of(List.of(policy("ray"))),
            Worlds.CLASSES,
            Set.of("cgroup-writable"),
            Optional.empty());
    for (PodView pod : ASKING) {
      var verdict = assertInstanceOf(Verdict.Undecided.class, decide(Asks.mutate(pod), snapshot));
      assertEquals(Verdict.Cause.UnknownNamespace, verdict.cause());
      assertEquals("namespace \"ml-prod\" is not known to cgrant; try again", verdict.detail());
    }
    for (PodView pod : NOT_ASKING) {
      assertSame(Verdict.NotAsked.UNTOUCHED, decide(Asks.mutate(pod), snapshot));
    }
  }

  @Test
  void anUnknownClassIsNamed() {
    Ask ask = Asks.validate(ordinary().withRuntimeClass("new").view());
    var verdict = assertInstanceOf(Verdict.Undecided.class, decide(ask, Worlds.with()));
    assertEquals(Verdict.Cause.UnknownRuntimeClass, verdict.cause());
    assertEquals(
        "RuntimeClass \"new\" is not known to cgrant; try again, or check its name",
        verdict.detail());
  }

  @Test
  void onlyTheWordTrueOnANamespaceAsks() {
    for (String value : List.of("false", "yes", "True", "")) {
      var snapshot = Worlds.in(Map.of("team", "ml", Asking.LABEL, value), policy("ray"));
      assertSame(
          Verdict.NotAsked.UNTOUCHED, decide(Asks.mutate(ordinary().view()), snapshot), value);
    }
  }

  @Test
  void leavesAPodAloneThatIsBeingDeleted() {
    PodView stored = ordinary().withRuntimeClass(CLASS).view();
    var goingAway =
        new PodView(
            stored.name(),
            stored.labels(),
            stored.annotations(),
            Optional.empty(),
            true,
            stored.spec());
    PodView changed = Pods.granted().withRuntimeClass(CLASS).withServiceAccount("other").view();
    assertSame(Verdict.NotAsked.UNTOUCHED, decide(Asks.update(goingAway, changed), Worlds.with()));
    assertInstanceOf(Verdict.Refused.class, decide(Asks.update(stored, changed), Worlds.with()));
  }

  @Test
  void aDeletionTimeThatThePodBringsAlongIsNoWayIn() {
    PodView pod = ordinary().withRuntimeClass(CLASS).view();
    var forged =
        new PodView(
            pod.name(), pod.labels(), pod.annotations(), Optional.empty(), true, pod.spec());
    assertInstanceOf(Verdict.Refused.class, decide(Asks.validate(forged), Worlds.with()));
    assertInstanceOf(
        Verdict.Refused.class, decide(Asks.update(pod, withOtherAccount(forged)), Worlds.with()));
  }

  @Test
  void ourOwnTroubleConcernsAPodThatMayAskAndNoOther() {
    ASKING.forEach(pod -> assertTrue(Gate.concerns(Asks.mutate(pod))));
    NOT_ASKING.forEach(pod -> assertFalse(Gate.concerns(Asks.mutate(pod))));
    PodView foreign = ordinary().withRuntimeClass(FOREIGN).view();
    assertTrue(Gate.concerns(Asks.validate(foreign)), "its handler may be gated");
    PodView plain = ordinary().view();
    PodView recorded = ordinary().withAnnotation(Asking.GRANTED_BY, "ray@3").view();
    assertTrue(Gate.concerns(Asks.validate(recorded)), "the record may be forged");
    assertTrue(Gate.concerns(Asks.update(recorded, plain)), "the record may not be removed");
    PodView onItsWay =
        new PodView(
            recorded.name(),
            recorded.labels(),
            recorded.annotations(),
            Optional.empty(),
            true,
            recorded.spec());
    assertTrue(Gate.concerns(Asks.update(onItsWay, plain)), "nor at the end");
    assertFalse(Gate.concerns(Asks.update(onItsWay, recorded)), "finalizers go");
  }

  private static PodView withOtherAccount(PodView pod) {
    PodView other = ordinary().withRuntimeClass(CLASS).withServiceAccount("other").view();
    return pod.withSpec(other.spec());
  }

  private static Verdict decide(Ask ask, Snapshot snapshot) {
    return Gate.decide(ask, snapshot);
  }
}
