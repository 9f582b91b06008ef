// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static io.cgrant.policy.Worlds.first;
import static io.cgrant.policy.Worlds.policy;
import static io.cgrant.policy.Worlds.requiring;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Containers;
import io.cgrant.pod.Entrypoint;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.pod.Reach;
import io.cgrant.policy.check.AllowCapabilities;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.ForbidHostPorts;
import io.cgrant.policy.check.Reason;
import io.cgrant.policy.check.RequireLimits;
import io.cgrant.policy.check.RequireUserNamespace;
import io.cgrant.policy.check.Requirement;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A pod with much against it costs no more to judge, to keep and to tell of than another, and gets
/// the same verdict.
final class BoundedHearingTest {

  private static final int MANY = 1_000;
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final PodView CROWD = crowd();

  @Test
  void ofTheFindingsOfAllPoliciesTheFirstAreKeptAndTheOthersCounted() {
    Policy[] policies = new Policy[13];
    Arrays.setAll(policies, i -> strict("p%02d".formatted(i), Enforcement.Enforce));
    Objections objections = refused(policies);
    assertEquals(Objections.MOST, objections.size());
    assertTrue(
        objections.stream().allMatch(o -> o.policy().equals(Optional.of("p00"))), "in order");
    assertTrue(objections.more() > 0);
  }

  @Test
  void whatFitsIsKeptInFullAndNothingIsCounted() {
    PodView pod = Pods.granted().withRuntimeClass(Worlds.CLASS).withHostUsers(true).view();
    Verdict verdict = Gate.decide(Asks.validate(pod), Worlds.with(policy("a"), policy("b")));
    Objections objections = assertInstanceOf(Verdict.Refused.class, verdict).objections();
    assertEquals(2, objections.size());
    assertEquals(0, objections.more());
  }

  @Test
  void onceEnoughIsSaidAPolicyThatCannotGrantIsAskedNothingMore() {
    var rule = new Counting();
    Policy first = first(strict("first", Enforcement.Enforce));
    Policy last =
        Worlds.ruledBy(
            strict("last", Enforcement.Enforce), new Rule("r", "true", rule, Optional.empty()));
    refused(first, last);
    assertEquals(0, rule.asked);
  }

  @Test
  void thePolicyThatGrantsIsFoundBehindHoweverManyThatDoNot() {
    assertEquals(
        "z-lax",
        granted(strict("a", Enforcement.Enforce), strict("b", Enforcement.Enforce), lax("z-lax"))
            .policy()
            .name());
  }

  @Test
  void aPolicyThatToleratesIsStillFoundAndItsFindingsAreBounded() {
    Verdict.Granted granted =
        granted(strict("a", Enforcement.Enforce), strict("z-warns", Enforcement.Warn));
    assertEquals("z-warns", granted.policy().name());
    assertEquals(Objections.MOST, granted.tolerated().size());
    assertTrue(granted.tolerated().more() > 0);
  }

  /// Each may hold as many findings, and only the first can be granted.
  @Test
  void ofPoliciesThatTolerateTheFirstIsKept() {
    var eligible = new Eligible("");
    for (String name : List.of("a", "b")) {
      Policy warns = policy(name, Enforcement.Warn);
      Objection unmet = Objection.of(warns, new Finding("spec", Reason.LimitMissing, "x"));
      eligible.add(new Examination(warns, Objections.of(List.of(unmet)), List.of()));
    }
    assertEquals(List.of("a"), eligible.inOrder().stream().map(e -> e.policy().name()).toList());
  }

  @Test
  void anExceptionLetsPassHoweverMuchAndKeepsOneFindingOfEachReason() {
    Policy crowded = strict("a", Enforcement.Enforce);
    Policy excepting =
        excepting("z", Requirement.userNamespace, Requirement.limits, Requirement.capabilities);
    Verdict.Granted granted = granted(crowded, excepting);
    assertEquals("z", granted.policy().name());
    Waiver waiver = granted.waivers().getFirst();
    assertTrue(waiver.findings().size() <= Objections.MOST + 3);
    assertTrue(waiver.more() > 0);
    assertEquals(
        Set.of("UserNamespaceMissing", "LimitMissing", "CapabilityNotAllowed"),
        Set.copyOf(waiver.findings().stream().map(f -> f.reason().name()).toList()));
  }

  @Test
  void anExceptionThatLeavesOneRequirementGrantsNothing() {
    refused(
        strict("a", Enforcement.Enforce),
        excepting("z", Requirement.limits, Requirement.capabilities));
  }

  @Test
  void aTolerantPolicyNamesItsExceptionsThoughEnoughIsSaid() {
    Policy warns =
        Worlds.under(
            requiring(
                policy("z", Enforcement.Warn),
                new RequireLimits(List.of("memory"), Map.of()),
                AllowCapabilities.STRICT,
                new RequireUserNamespace()),
            terms(Requirement.userNamespace));
    Verdict.Granted granted = granted(strict("a", Enforcement.Enforce), warns);
    assertEquals(1, granted.waivers().size());
  }

  @Test
  void aListInOneContainerIsLookedAtNoFurtherThanIsTold() {
    List<Reach.HostPort> ports = Collections.nCopies(30_000, new Reach.HostPort(0, 80));
    PodView pod =
        Pods.granted()
            .withContainer(
                Containers.main("n".repeat(1_000_000))
                    .withReach(new Reach(ports, List.of(), 0))
                    .withCapabilities(Collections.nCopies(30_000, "X").toArray(String[]::new)))
            .view();
    List<Finding> found = new ArrayList<>(new ForbidHostPorts().examine(pod));
    found.addAll(AllowCapabilities.STRICT.examine(pod));
    assertEquals(2 * Finding.MOST, found.size());
    assertTrue(found.stream().mapToInt(f -> f.detail().length()).sum() < 1_000_000);
  }

  @Test
  void ofFirstWordsThatNobodyKnowsEachPolicyIsAskedNoFurtherThanIsTold() {
    var names = new CountedNames();
    Objections objections =
        refused(runningUnknown(names), lax("a"), lax("b"), lax("c"), lax("d"), lax("e"));
    assertEquals(Objections.MOST, objections.size());
    assertEquals(5, objections.more(), "one of each policy is the least there are");
    assertEquals(Objections.MOST + 5, names.read);
  }

  @Test
  void ofRoutesThatAreNotGrantedEachPolicyIsAskedNoFurtherThanIsTold() {
    Pods pods = Pods.granted();
    for (int i = 0; i < MANY; i++) {
      pods = pods.withContainer(Containers.main("c" + i).withCgroupMountMode("ReadWrite"));
    }
    Objections objections = refused(pods.view(), lax("a"), lax("b"), lax("c"));
    assertEquals(Objections.MOST, objections.size());
    assertTrue(objections.more() >= 1 && objections.more() <= 6, () -> "" + objections.more());
  }

  @Test
  void aPolicyThatGrantsTheRouteIsFoundBehindThoseThatDoNot() {
    Policy systemd =
        Worlds.granting(
            lax("z"),
            new Grant(
                Set.of(Route.Name.RuntimeClass, Route.Name.CrioSystemd), Worlds.CLASS, false));
    Verdict verdict =
        decided(runningUnknown(new CountedNames()), lax("a"), lax("b"), lax("c"), systemd);
    assertEquals("z", assertInstanceOf(Verdict.Granted.class, verdict).policy().name());
  }

  /// Many containers, each of which runs what a variable holds.
  private static PodView runningUnknown(List<String> variables) {
    var entrypoint = new Entrypoint("command[0]", "$(A)", variables);
    return CROWD.withSpec(
        CROWD
            .spec()
            .withContainers(
                CROWD.spec().containers().stream()
                    .map(c -> c.withEntrypoint(entrypoint))
                    .toList()));
  }

  private static final class CountedNames extends AbstractList<String> {
    private int read;

    @Override
    public String get(int index) {
      read++;
      return "A".repeat(1_400);
    }

    @Override
    public int size() {
      return 1;
    }
  }

  private static Policy strict(String name, Enforcement enforcement) {
    return requiring(
        policy(name, enforcement),
        new RequireUserNamespace(),
        new RequireLimits(List.of("memory"), Map.of()),
        AllowCapabilities.STRICT);
  }

  private static Policy lax(String name) {
    return requiring(policy(name));
  }

  private static Policy excepting(String name, Requirement... waived) {
    return Worlds.under(strict(name, Enforcement.Enforce), terms(waived));
  }

  private static Terms terms(Requirement... waived) {
    var exception =
        new PolicyException("e", Set.of("ml-prod"), Set.of(waived), "r", "o", NOW.plusSeconds(60));
    return new Terms(List.of(exception), Optional.empty(), Authorization.NotRequired);
  }

  private static PodView crowd() {
    Pods pods = Pods.granted().withRuntimeClass(Worlds.CLASS).withHostUsers(true);
    for (int i = 0; i < MANY; i++) {
      pods =
          pods.withContainer(
              Containers.main("c" + i).withoutLimit("memory").withCapabilities("SYS_ADMIN"));
    }
    return pods.view();
  }

  private static Objections refused(Policy... policies) {
    return refused(CROWD, policies);
  }

  private static Objections refused(PodView pod, Policy... policies) {
    return assertInstanceOf(Verdict.Refused.class, decided(pod, policies)).objections();
  }

  private static Verdict.Granted granted(Policy... policies) {
    return assertInstanceOf(Verdict.Granted.class, decided(CROWD, policies));
  }

  private static Verdict decided(PodView pod, Policy... policies) {
    return Gate.decide(Asks.validate(pod), Worlds.with(policies).at(NOW));
  }

  private static final class Counting implements Expression {
    private int asked;

    @Override
    public Evaluation evaluate(Facts facts) {
      asked++;
      return new Evaluation.True();
    }
  }
}
