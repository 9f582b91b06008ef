// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static io.cgrant.policy.Worlds.CLASS;
import static io.cgrant.policy.Worlds.TWIN;
import static io.cgrant.policy.Worlds.first;
import static io.cgrant.policy.Worlds.grant;
import static io.cgrant.policy.Worlds.grantWithUserNamespace;
import static io.cgrant.policy.Worlds.granting;
import static io.cgrant.policy.Worlds.policy;
import static io.cgrant.policy.Worlds.requiring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.cgrant.pod.Containers;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.check.ForbidPrivileged;
import io.cgrant.policy.check.RequireUserNamespace;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How several policies make one verdict.
class HearingTest {

  private static final PodView LABELLED = Pods.granted().view();
  private static final PodView WITHOUT_HOST_USERS = Pods.granted().withoutHostUsers().view();
  private static final PodView ON_HOST_USERS = Pods.granted().withHostUsers(true).view();

  @Test
  void namesTheHigherPriorityThenTheName() {
    assertEquals("a", granted(LABELLED, policy("b"), policy("a")).policy().name());
    assertEquals("b", granted(LABELLED, first(policy("b")), policy("a")).policy().name());
  }

  @Test
  void onePolicyIsEnough() {
    Policy strict = first(requiring(policy("strict"), new RequireUserNamespace()));
    Policy lax = requiring(policy("lax"));
    assertEquals("lax", granted(ON_HOST_USERS, strict, lax).policy().name());
  }

  @Test
  void aGrantWithoutFindingsComesBeforeOneThatTolerates() {
    Policy warns = first(policy("warns", Enforcement.Warn));
    Policy lax = requiring(policy("lax"));
    assertEquals("lax", granted(ON_HOST_USERS, warns, lax).policy().name());
  }

  @Test
  void theFirstThatToleratesIsNamedAndOnlyItsFindingsAreToldOf() {
    Policy enforces = first(policy("enforces"));
    Policy audits = policy("b-audits", Enforcement.Audit);
    Policy warns = policy("c-warns", Enforcement.Warn);
    Verdict.Granted verdict = granted(ON_HOST_USERS, warns, audits, enforces);
    assertEquals("b-audits", verdict.policy().name());
    assertEquals(List.of("b-audits UserNamespaceMissing"), told(verdict.tolerated()));
  }

  @Test
  void refusesWithTheFloorFirstAndThenEveryPolicyInOrder() {
    PodView pod =
        Pods.granted()
            .withHostUsers(true)
            .withContainer(Containers.init("root").withPrivileged(true))
            .view();
    Policy a = policy("a");
    Policy b = requiring(policy("b"), new RequireUserNamespace(), new ForbidPrivileged());
    Policy c = granting(first(policy("c", Enforcement.Warn)), grant("missing"));
    var expected =
        List.of(
            "- PrivilegedContainer",
            "c RuntimeClassNotFound",
            "c UserNamespaceMissing",
            "a UserNamespaceMissing",
            "b UserNamespaceMissing",
            "b PrivilegedContainer");
    assertEquals(expected, told(refused(Asks.mutate(pod), a, b, c)));
    assertEquals(expected, told(refused(Asks.mutate(pod), c, b, a)));
  }

  @Test
  void judgesThePodAsTheGrantWouldLeaveIt() {
    Policy defaults = granting(policy("ray"), grantWithUserNamespace(CLASS));
    Verdict.Granted verdict = granted(WITHOUT_HOST_USERS, defaults);
    assertEquals(new Verdict.Addition(Optional.of(CLASS), Optional.of(false)), verdict.addition());
    assertEquals(
        List.of("ray UserNamespaceMissing"), told(refused(Asks.mutate(ON_HOST_USERS), defaults)));
  }

  @Test
  void addsNothingToAPodThatIsFinal() {
    Policy defaults = granting(policy("ray"), grantWithUserNamespace(CLASS));
    PodView pod = Pods.granted().withoutHostUsers().withRuntimeClass(CLASS).view();
    assertEquals(List.of("ray UserNamespaceMissing"), told(refused(Asks.validate(pod), defaults)));
    var lax = requiring(defaults);
    var verdict = Gate.decide(Asks.validate(pod), Worlds.with(lax));
    assertEquals(
        Verdict.Addition.NONE, assertInstanceOf(Verdict.Granted.class, verdict).addition());
  }

  @Test
  void addsOnlyWhatIsMissing() {
    Policy defaults = granting(policy("ray"), grantWithUserNamespace(CLASS));
    PodView direct = Pods.granted().withoutHostUsers().withRuntimeClass(TWIN).view();
    assertEquals(
        new Verdict.Addition(Optional.empty(), Optional.of(false)),
        granted(direct, defaults).addition());
    assertEquals(
        new Verdict.Addition(Optional.of(CLASS), Optional.empty()),
        granted(LABELLED, defaults).addition());
  }

  @Test
  void namesThePolicyThatAlsoGrantsWhatIsStored() {
    Policy strict = first(policy("strict"));
    Policy defaults = granting(policy("defaults"), grantWithUserNamespace(TWIN));
    Verdict.Granted verdict = granted(WITHOUT_HOST_USERS, strict, defaults);
    assertEquals("strict", verdict.policy().name());
    assertEquals(new Verdict.Addition(Optional.of(TWIN), Optional.of(false)), verdict.addition());
  }

  @Test
  void namesThePolicyWhoseOwnClassIsMissingOnceAnotherHasGivenOne() {
    Policy broken = granting(first(policy("broken")), grantWithUserNamespace("missing"));
    Policy sound = granting(requiring(policy("sound")), grant(CLASS));
    Verdict.Granted verdict = granted(WITHOUT_HOST_USERS, broken, sound);
    assertEquals("broken", verdict.policy().name());
    assertEquals(new Verdict.Addition(Optional.of(CLASS), Optional.of(false)), verdict.addition());
  }

  @Test
  void neverGrantsAClassWhoseHandlerIsNotGated() {
    Policy kata = granting(policy("kata", Enforcement.Warn), grant(Worlds.FOREIGN));
    assertEquals(List.of("kata RuntimeClassNotGated"), told(refused(Asks.mutate(LABELLED), kata)));
  }

  @Test
  void aPolicyGrantsEveryRouteThatItNames() {
    for (Route.Name route : Route.Name.values()) {
      Pods pod = taking(route);
      Grant grant = new Grant(Set.of(route), route == Route.Name.RuntimeClass ? CLASS : "", true);
      assertInstanceOf(
          Verdict.Granted.class,
          Gate.decide(Asks.validate(pod.view()), Worlds.with(granting(policy("ray"), grant))),
          route.name());
      for (Route.Name other : Route.Name.values()) {
        if (other != route) {
          Grant wrong = new Grant(Set.of(other), CLASS, true);
          assertInstanceOf(
              Verdict.Refused.class,
              Gate.decide(Asks.validate(pod.view()), Worlds.with(granting(policy("ray"), wrong))),
              route + " by a policy for " + other);
        }
      }
    }
  }

  @Test
  void aPodOfTwoRoutesNeedsAPolicyForBoth() {
    PodView pod =
        taking(Route.Name.CrioAnnotation).withAnnotation(RouteFinder.NRI_KEY, "true").view();
    Grant one = new Grant(Set.of(Route.Name.CrioAnnotation), "", true);
    Grant other = new Grant(Set.of(Route.Name.NriAnnotation), "", true);
    Grant both = new Grant(Set.of(Route.Name.CrioAnnotation, Route.Name.NriAnnotation), "", true);
    assertInstanceOf(
        Verdict.Refused.class,
        Gate.decide(
            Asks.validate(pod),
            Worlds.with(granting(policy("a"), one), granting(policy("b"), other))));
    assertInstanceOf(
        Verdict.Granted.class,
        Gate.decide(Asks.validate(pod), Worlds.with(granting(policy("a"), both))));
  }

  @Test
  void aLabelIsAnsweredByTheRouteThePodTakesItself() {
    Grant crio = new Grant(Set.of(Route.Name.CrioAnnotation), "", true);
    PodView pod =
        taking(Route.Name.CrioAnnotation).withLabel(Asking.LABEL, "true").withoutHostUsers().view();
    var snapshot = Worlds.with(granting(policy("ray"), crio));
    var granted = assertInstanceOf(Verdict.Granted.class, Gate.decide(Asks.mutate(pod), snapshot));
    assertEquals(Optional.empty(), granted.addition().runtimeClassName());
    assertEquals(Optional.of(false), granted.addition().hostUsers());
    PodView stored = pod.withSpec(pod.spec().withUserNamespace());
    assertInstanceOf(Verdict.Granted.class, Gate.decide(Asks.validate(stored), snapshot));
  }

  @Test
  void whatIsUnclearIsRefusedByNoPolicysWord() {
    PodView pod = taking(Route.Name.NriAnnotation).withAnnotation(RouteFinder.NRI_KEY, "1").view();
    Grant all = new Grant(Set.of(Route.Name.values()), CLASS, true);
    Policy audits = granting(policy("ray", Enforcement.Audit), all);
    var refused =
        assertInstanceOf(
            Verdict.Refused.class, Gate.decide(Asks.validate(pod), Worlds.with(audits)));
    assertEquals(
        List.of("RouteUnclear"),
        refused.objections().stream().map(o -> o.finding().reason().name()).toList());
    assertEquals(Optional.empty(), refused.objections().getFirst().policy());
  }

  @Test
  void anUnknownEntrypointNeedsAPolicyForSystemd() {
    Pods pod =
        taking(Route.Name.CrioAnnotation)
            .withContainer(Containers.main("x").withEntrypoint("$(PROGRAM)", "PROGRAM"));
    Grant one = new Grant(Set.of(Route.Name.CrioAnnotation), "", true);
    Grant both = new Grant(Set.of(Route.Name.CrioAnnotation, Route.Name.CrioSystemd), "", true);
    var refused =
        assertInstanceOf(
            Verdict.Refused.class,
            Gate.decide(
                Asks.validate(pod.view()),
                Worlds.with(granting(policy("ray", Enforcement.Warn), one))));
    assertEquals(List.of("ray EntrypointUnknown"), told(refused.objections()));
    assertInstanceOf(
        Verdict.Granted.class,
        Gate.decide(Asks.validate(pod.view()), Worlds.with(granting(policy("ray"), both))));
  }

  private static Pods taking(Route.Name route) {
    Pods pod = Pods.granted().withoutLabels();
    return switch (route) {
      case RuntimeClass -> pod.withRuntimeClass(CLASS);
      case CrioAnnotation -> pod.withAnnotation(RouteFinder.CRIO_KEYS.get(1), "true");
      case CrioSystemd ->
          pod.withContainer(Containers.main("init").withEntrypoint("/usr/lib/systemd/systemd"));
      case GkeAnnotation -> pod.withAnnotation(RouteFinder.GKE_KEY + ".main", "true");
      case NriAnnotation -> pod.withAnnotation(RouteFinder.NRI_KEY + "/pod", "true");
      case CgroupOptions ->
          pod.withContainer(Containers.main("rw").withCgroupMountMode("Writable"));
    };
  }

  @Test
  void aPolicyForTheRouteDecidesWhateverNameTheClassHas() {
    PodView direct = Pods.granted().withoutLabels().withRuntimeClass(TWIN).view();
    assertEquals("ray", granted(direct, policy("ray")).policy().name());
  }

  private static Verdict.Granted granted(PodView pod, Policy... policies) {
    Verdict verdict = Gate.decide(Asks.mutate(pod), Worlds.with(policies));
    return assertInstanceOf(Verdict.Granted.class, verdict);
  }

  private static List<Objection> refused(Ask ask, Policy... policies) {
    Verdict verdict = Gate.decide(ask, Worlds.with(policies));
    return assertInstanceOf(Verdict.Refused.class, verdict).objections();
  }

  private static List<String> told(List<Objection> objections) {
    return objections.stream()
        .map(o -> o.policy().orElse("-") + " " + o.finding().reason().name())
        .toList();
  }
}
