// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.manifest.StoredPodReader;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Asking;
import io.cgrant.policy.Authorization;
import io.cgrant.policy.Condition;
import io.cgrant.policy.Enforcement;
import io.cgrant.policy.Evaluation;
import io.cgrant.policy.Expression;
import io.cgrant.policy.Manuscript;
import io.cgrant.policy.Match;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Quota;
import io.cgrant.policy.Route;
import io.cgrant.policy.RouteFinder;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Terms;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectionTest {

  private static final Instant CREATED = Instant.parse("2026-11-24T12:00:00Z");
  private static final Policy RAY = Worlds.policy("ray");

  /// Holds by the class, in a namespace of team `ml`.
  private static Pods holder() {
    return Pods.granted().withRuntimeClass(Worlds.CLASS);
  }

  private static Pods grantedBy(String record) {
    return holder().withAnnotation(Asking.GRANTED_BY, record);
  }

  /// Nothing that today's policy accepts.
  private static Pods rough(String record) {
    return grantedBy(record).withHostUsers(true);
  }

  @Test
  void whoHoldsByARecordedPolicyThatIsAsItWasIsSound() {
    Holding holding = looked(grantedBy("ray@1"), Worlds.with(RAY)).orElseThrow();
    assertEquals(Set.of(Route.Name.RuntimeClass), holding.routes());
    assertEquals(Optional.of("ray@1"), holding.grantedBy());
    assertEquals(Optional.empty(), holding.drift());
  }

  @Test
  void aPodThatHoldsNothingIsNobodysConcern() {
    assertEquals(Optional.empty(), looked(Pods.granted().withoutLabels(), Worlds.with(RAY)));
    assertEquals(
        Optional.empty(), looked(holder().withRuntimeClass(Worlds.FOREIGN), Worlds.with(RAY)));
    assertEquals(
        Optional.empty(),
        looked(Pods.granted(), Worlds.with(RAY)),
        "an ask that nobody heard gave nothing");
  }

  @Test
  void everyRouteIsSeen() {
    Pods byAnnotation =
        Pods.granted().withoutLabels().withAnnotation(RouteFinder.CRIO_KEYS.getFirst(), "true");
    Holding holding = looked(byAnnotation, Worlds.with(RAY)).orElseThrow();
    assertEquals(Set.of(Route.Name.CrioAnnotation), holding.routes());
    assertEquals(Cause.NoRecord, holding.drift().orElseThrow().cause());
  }

  /// As an API server lists it, in containers of every kind.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          RuntimeClass   | {} | "runtimeClassName": "cgroup-writable"
          CrioAnnotation | {"io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw": "true"} | "hostUsers": false
          CrioAnnotation | {"cgroup2-mount-hierarchy-rw.crio.io": "true"} | "hostUsers": false
          CrioSystemd    | {} | "initContainers": [{"name": "i", "command": ["/sbin/init"]}]
          CrioSystemd    | {} | "ephemeralContainers": [{"name": "e", "command": ["$(A)d"], "env": [{"name": "A", "value": "system"}]}]
          GkeAnnotation  | {"node.gke.io/enable-writable-cgroups.main": "true"} | "hostUsers": false
          NriAnnotation  | {"writable-cgroups.noderesource.dev/container.main": "true"} | "hostUsers": false
          CgroupOptions  | {} | "initContainers": [{"name": "i", "securityContext": {"cgroupOptions": {"mountMode": "Writable"}}}]
          """)
  void eachOfTheSixRoutesOfAStoredPodIsToldWithoutARecord(
      Route.Name route, String annotations, String spec) {
    String pod =
        """
        {"metadata": {"name": "a", "namespace": "ml-prod", "uid": "u", "annotations": %s},
         "spec": {"containers": [{"name": "main", "image": "a"}], %s}}"""
            .formatted(annotations, spec);
    StoredPod stored = StoredPodReader.read(pod.getBytes(StandardCharsets.UTF_8));
    Holding holding = Inspection.of(stored, today(Worlds.with(RAY))).orElseThrow();
    assertEquals(Set.of(route), holding.routes());
    assertEquals(Cause.NoRecord, holding.drift().orElseThrow().cause());
  }

  @Test
  void whoHasNoRecordIsToldWhatWouldBecomeOfItToday() {
    Drift sound = drift(holder(), Worlds.with(RAY));
    assertEquals(Cause.NoRecord, sound.cause());
    assertEquals("no grant is recorded; policy ray would grant it today", sound.sentence());
    Drift refused = drift(holder().withHostUsers(true), Worlds.with(RAY));
    assertEquals(
        "no grant is recorded; no policy would grant it today: spec.hostUsers:"
            + " UserNamespaceMissing (policy ray)",
        refused.sentence());
  }

  @Test
  void aPolicyThatIsGoneIsADriftWhoeverElseWouldGrant() {
    Drift drift = drift(grantedBy("old@3"), Worlds.with(RAY));
    assertEquals(Cause.PolicyDeleted, drift.cause());
    assertEquals(
        "granted by old@3, and there is no such policy; policy ray would grant it today",
        drift.sentence());
  }

  @Test
  void aPolicyThatWasChangedIsADriftOnlyWhereNobodyWouldGrantToday() {
    assertEquals(
        Optional.empty(), looked(grantedBy("ray@7"), Worlds.with(RAY)).orElseThrow().drift());
    Drift drift = drift(rough("ray@7"), Worlds.with(RAY));
    assertEquals(Cause.PolicyChanged, drift.cause());
    assertTrue(drift.sentence().startsWith("granted by ray@7, which is ray@1 now; "));
    assertTrue(drift.today() instanceof Verdict.Refused);
    Policy other = Worlds.requiring(Worlds.policy("loose"));
    assertEquals(
        Optional.empty(),
        looked(rough("ray@7"), Worlds.with(RAY, other)).orElseThrow().drift(),
        "another policy would");
  }

  @Test
  void whatAPolicyOnlyToleratesIsNoDriftAndNotHidden() {
    Policy lenient = Worlds.policy("ray", Enforcement.Warn);
    Holding holding = looked(rough("ray@7"), Worlds.with(lenient)).orElseThrow();
    assertEquals(Optional.empty(), holding.drift());
    Tolerance tolerance = holding.tolerance().orElseThrow();
    assertEquals("ray", tolerance.policy());
    assertEquals(1, tolerance.objections().size());
    assertEquals(
        "granted by ray@7, and policy ray would refuse it if it enforced: spec.hostUsers:"
            + " UserNamespaceMissing (policy ray)",
        tolerance.sentence());
    assertEquals(
        Optional.empty(),
        looked(grantedBy("ray@7"), Worlds.with(lenient)).orElseThrow().tolerance(),
        "it meets all");
    assertEquals(
        Optional.empty(),
        looked(rough("gone@7"), Worlds.with(lenient)).orElseThrow().tolerance(),
        "a drift says enough");
  }

  @Test
  void aPolicyThatDoesNotCompileAnyMoreWasChangedAndNotDeleted() {
    Today today = today(Worlds.with(), Map.of("ray", 8L));
    Drift drift = looked(grantedBy("ray@7"), today).orElseThrow().drift().orElseThrow();
    assertEquals(Cause.PolicyChanged, drift.cause());
  }

  @Test
  void whatChangedBesideThePolicyIsNamedSo() {
    Snapshot renamed = Worlds.in(Map.of("team", "web"), RAY);
    assertEquals(Cause.CircumstancesChanged, drift(grantedBy("ray@1"), renamed).cause());
  }

  @Test
  void aClassThatIsGoneOrOrdinaryTodayIsNamed() {
    Drift gone = drift(grantedBy("ray@1").withRuntimeClass("gone"), Worlds.with(RAY));
    assertEquals(Cause.ClassChanged, gone.cause());
    assertTrue(gone.sentence().startsWith("granted by ray@1, and RuntimeClass \"gone\" is gone;"));
    Drift ordinary = drift(grantedBy("ray@1").withRuntimeClass(Worlds.FOREIGN), Worlds.with(RAY));
    assertEquals(Cause.ClassChanged, ordinary.cause());
    assertTrue(ordinary.sentence().contains("has handler \"kata\" now, which is not gated"));
  }

  @Test
  void aClassYoungerThanItsPodGotItsHandlerLater() {
    assertEquals(Cause.ClassChanged, drift(holder(), since(CREATED.plusSeconds(1))).cause());
    assertEquals(Cause.NoRecord, drift(holder(), since(CREATED.minusSeconds(1))).cause());
  }

  /// From one gated handler to another, too.
  @Test
  void norDoesAGrantTellOfWhichHandlerItWas() {
    Drift replaced = drift(grantedBy("ray@1"), since(CREATED.plusSeconds(1)));
    assertEquals(Cause.ClassChanged, replaced.cause());
    assertTrue(
        replaced.sentence().startsWith("granted by ray@1, and RuntimeClass"), replaced::sentence);
    assertEquals(
        Optional.empty(),
        looked(grantedBy("ray@1"), since(CREATED.minusSeconds(1))).orElseThrow().drift());
  }

  @Test
  void whatOnlyTheApiServerCouldTellIsNoDrift() {
    for (Terms terms :
        List.of(
            new Terms(List.of(), Optional.empty(), Authorization.Required),
            new Terms(List.of(), Optional.of(new Quota(1)), Authorization.NotRequired))) {
      Snapshot snapshot = Worlds.with(Worlds.under(RAY, terms));
      assertEquals(Optional.empty(), looked(grantedBy("ray@7"), snapshot).orElseThrow().drift());
    }
  }

  @Test
  void anExpressionThatLooksAtTheRequestTellsNothingToday() {
    Expression nobody = facts -> facts.request("").isEmpty() ? Evaluation.TRUE : Evaluation.FALSE;
    Expression never = facts -> Evaluation.FALSE;
    assertEquals(Optional.empty(), looked(grantedBy("ray@7"), ruled(nobody)).orElseThrow().drift());
    assertEquals(Cause.PolicyChanged, drift(grantedBy("ray@7"), ruled(never)).cause());
    assertTrue(
        drift(grantedBy("gone@7"), ruled(nobody)).sentence().contains("looks at the request"));
  }

  @Test
  void whoIsLeavingDriftsNoMore() {
    PodView pod = grantedBy("gone@1").view();
    var leaving =
        new PodView(pod.name(), pod.labels(), pod.annotations(), pod.owners(), true, pod.spec());
    var stored = new StoredPod("ml-prod", "uid-1", Optional.of(CREATED), leaving, Manuscript.NONE);
    Today today = today(Worlds.with(RAY));
    assertEquals(Optional.empty(), Inspection.of(stored, today).orElseThrow().drift());
  }

  private static Snapshot ruled(Expression expression) {
    Match match = RAY.match();
    return Worlds.with(
        Worlds.matching(
            RAY,
            new Match(
                match.namespaceSelector(),
                match.podSelector(),
                match.serviceAccounts(),
                List.of(new Condition("who", "request", expression)))));
  }

  private static Today since(Instant moment) {
    return new Today(Worlds.with(RAY), Map.of("ray", 1L), name -> Optional.of(moment));
  }

  private static Drift drift(Pods pod, Snapshot snapshot) {
    return drift(pod, today(snapshot));
  }

  private static Drift drift(Pods pod, Today today) {
    return looked(pod, today).orElseThrow().drift().orElseThrow();
  }

  private static Optional<Holding> looked(Pods pod, Snapshot snapshot) {
    return looked(pod, today(snapshot));
  }

  private static Optional<Holding> looked(Pods pod, Today today) {
    return Inspection.of(stored(pod), today);
  }

  private static StoredPod stored(Pods pod) {
    return new StoredPod("ml-prod", "uid-1", Optional.of(CREATED), pod.view(), Manuscript.NONE);
  }

  private static Today today(Snapshot snapshot) {
    var generations = new HashMap<String, Long>();
    snapshot
        .policies()
        .matching(Pods.granted().view(), Worlds.TEAM)
        .forEach(policy -> generations.put(policy.name(), policy.generation()));
    return today(snapshot, generations);
  }

  private static Today today(Snapshot snapshot, Map<String, Long> generations) {
    return new Today(snapshot, generations, name -> Optional.empty());
  }
}
