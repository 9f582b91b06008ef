// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static io.cgrant.policy.Worlds.CLASS;
import static io.cgrant.policy.Worlds.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.cgrant.pod.Containers;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeTest {

  /// A pod with a grant, in a cluster whose policies have all gone.
  private static Pods running() {
    return Pods.granted()
        .withRuntimeClass(CLASS)
        .withLabel("app", "ray")
        .withAnnotation(Asking.GRANTED_BY, "ray@1");
  }

  @Test
  void anUpdateOfNothingTheGateReadsIsAllowedThoughThePolicyHasGone() {
    assertHarmless(running());
    assertHarmless(running().withLabel("pod-template-hash", "5f7"));
    assertHarmless(running().withAnnotation("kubectl.kubernetes.io/restartedAt", "now"));
    assertHarmless(running().withLabel("app", "nginx"));
  }

  @Test
  void anUpdateThatOnlyTakesAwayIsAllowedThoughThePolicyHasGone() {
    assertHarmless(
        Pods.granted()
            .withoutLabels()
            .withRuntimeClass(CLASS)
            .withAnnotation(Asking.GRANTED_BY, "ray@1"));
    PodView old = running().withAnnotation(RouteFinder.NRI_KEY, "true").view();
    assertSame(
        Verdict.NotAsked.UNTOUCHED, Gate.decide(Asks.update(old, running().view()), Worlds.with()));
  }

  @Test
  void anUpdateThatAddsWhatTheGateReadsIsJudged() {
    assertJudged(running().withLabel(Asking.LABEL, "false"));
    assertJudged(running().withAnnotation(RouteFinder.CRIO_KEYS.get(0), "true"));
    assertJudged(running().withAnnotation(RouteFinder.CRIO_KEYS.get(1), "true"));
    assertJudged(running().withAnnotation(RouteFinder.GKE_KEY + ".main", "true"));
    assertJudged(running().withAnnotation(RouteFinder.NRI_KEY + "/container.main", "true"));
    assertJudged(running().withContainer(Containers.ephemeral("debug")));
  }

  @Test
  void aLabelThatAsksIsReadOnAnOrdinaryPodToo() {
    PodView old = Pods.granted().withoutLabels().view();
    var verdict = Gate.decide(Asks.update(old, Pods.granted().view()), Worlds.with(policy("ray")));
    var refused = assertInstanceOf(Verdict.Refused.class, verdict);
    assertEquals("AskUnanswered", refused.objections().getFirst().finding().reason().name());
  }

  @Test
  void anUpdateIsComparedThoughThePoliciesAreUnknown() {
    PodView old = running().view();
    PodView routed = running().withAnnotation(RouteFinder.NRI_KEY, "true").view();
    assertInstanceOf(
        Verdict.Undecided.class, Gate.decide(Asks.update(old, routed), Snapshot.UNSYNCED));
    PodView relabelled = running().withLabel("anything", "at-all").view();
    assertSame(
        Verdict.NotAsked.UNTOUCHED, Gate.decide(Asks.update(old, relabelled), Snapshot.UNSYNCED));
  }

  @Test
  void aPodWhoseSchedulingGatesGoIsJudgedAgain() {
    PodView held = running().withSchedulingGate().view();
    assertInstanceOf(
        Verdict.Refused.class, Gate.decide(Asks.update(held, running().view()), Worlds.with()));
    assertSame(
        Verdict.NotAsked.UNTOUCHED,
        Gate.decide(Asks.update(held, running().withSchedulingGate().view()), Worlds.with()));
  }

  @Test
  void onlyAnUpdateHasSomethingToCompareWith() {
    PodView pod = running().view();
    assertFalse(Change.isHarmless(Asks.validate(pod)));
    var creationWithOld =
        Asks.of(Ask.Phase.Validate, Ask.Operation.CREATE, Asks.POD, pod, Optional.of(pod));
    assertFalse(Change.isHarmless(creationWithOld));
    var updateWithoutOld =
        Asks.of(Ask.Phase.Validate, Ask.Operation.UPDATE, Asks.POD, pod, Optional.empty());
    assertFalse(Change.isHarmless(updateWithoutOld));
  }

  private static void assertHarmless(Pods now) {
    Ask ask = Asks.update(running().view(), now.view());
    assertSame(Verdict.NotAsked.UNTOUCHED, Gate.decide(ask, Worlds.with()));
  }

  private static void assertJudged(Pods now) {
    Ask ask = Asks.update(running().view(), now.view());
    assertInstanceOf(Verdict.Refused.class, Gate.decide(ask, Worlds.with()));
  }
}
