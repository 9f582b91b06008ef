// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static io.cgrant.policy.Worlds.CLASS;
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

class ChangeTest {

  /// A pod with a grant, in a cluster whose policies have all gone.
  private static Pods running() {
    return Pods.granted()
        .withRuntimeClass(CLASS)
        .withLabel("app", "ray")
        .withAnnotation(Asking.GRANTED_BY, "ray@1");
  }

  /// Reads the pod label `app`, and matches nothing here.
  private static final Policy READS_APP =
      Worlds.matching(
          policy("other"),
          new Match(
              Optional.of(new LabelSelector(Map.of("team", "web"), List.of())),
              Optional.of(
                  new LabelSelector(
                      Map.of("app", "nginx"),
                      List.of(new LabelSelector.NotIn("tier", Set.of("gold"))))),
              Set.of()));

  @Test
  void anUpdateOfNothingTheGateReadsIsAllowedThoughThePolicyHasGone() {
    assertHarmless(running());
    assertHarmless(running().withLabel("pod-template-hash", "5f7"));
    assertHarmless(running().withAnnotation("kubectl.kubernetes.io/restartedAt", "now"));
    assertHarmless(running().withAnnotation(Asking.GRANTED_BY, "ray@2"));
  }

  @Test
  void anUpdateThatOnlyTakesAwayIsAllowedThoughThePolicyHasGone() {
    assertHarmless(Pods.granted().withoutLabels().withRuntimeClass(CLASS));
    PodView old = running().withAnnotation(RouteFinder.NRI_KEY, "true").view();
    assertSame(
        Verdict.NotAsked.UNTOUCHED,
        Gate.decide(Asks.update(old, running().view()), Worlds.with(READS_APP)));
  }

  @Test
  void anUpdateThatAddsWhatTheGateReadsIsJudged() {
    assertJudged(running().withLabel("app", "nginx"));
    assertJudged(running().withLabel("tier", "gold"));
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
    assertEquals("AskUnanswered", refused.objections().getFirst().finding().reason());
  }

  @Test
  void everyLabelMayBeReadWhileThePoliciesAreUnknown() {
    PodView old = running().view();
    PodView relabelled = running().withLabel("anything", "at-all").view();
    assertInstanceOf(
        Verdict.Undecided.class, Gate.decide(Asks.update(old, relabelled), Snapshot.UNSYNCED));
    assertTrue(Change.isHarmless(Asks.update(old, running().view()), Snapshot.UNSYNCED));
    PodView ordinary = Pods.granted().withoutLabels().view();
    PodView labelled = Pods.granted().withoutLabels().withLabel("anything", "at-all").view();
    assertSame(
        Verdict.NotAsked.UNTOUCHED,
        Gate.decide(Asks.update(ordinary, labelled), Snapshot.UNSYNCED));
  }

  @Test
  void onlyAnUpdateHasSomethingToCompareWith() {
    PodView pod = running().view();
    var snapshot = Worlds.with();
    assertFalse(Change.isHarmless(Asks.validate(pod), snapshot));
    var creationWithOld =
        Asks.of(Ask.Phase.Validate, Ask.Operation.CREATE, Asks.POD, pod, Optional.of(pod));
    assertFalse(Change.isHarmless(creationWithOld, snapshot));
    var updateWithoutOld =
        Asks.of(Ask.Phase.Validate, Ask.Operation.UPDATE, Asks.POD, pod, Optional.empty());
    assertFalse(Change.isHarmless(updateWithoutOld, snapshot));
  }

  private static void assertHarmless(Pods now) {
    Ask ask = Asks.update(running().view(), now.view());
    assertSame(Verdict.NotAsked.UNTOUCHED, Gate.decide(ask, Worlds.with(READS_APP)));
  }

  private static void assertJudged(Pods now) {
    Ask ask = Asks.update(running().view(), now.view());
    assertInstanceOf(Verdict.Refused.class, Gate.decide(ask, Worlds.with(READS_APP)));
  }
}
