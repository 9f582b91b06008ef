// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.PolicyException.State;
import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.Floor;
import io.cgrant.policy.check.InvalidCheck;
import io.cgrant.policy.check.PodSecurityLevel;
import io.cgrant.policy.check.RequireLimits;
import io.cgrant.policy.check.RequireUserNamespace;
import io.cgrant.policy.check.Requirement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PolicyExceptionTest {

  private static final Instant END = Instant.parse("2027-01-31T00:00:00Z");
  private static final Instant BEFORE = END.minusMillis(1);
  private static final PolicyException EXCEPTION =
      exception("migration-4711", Requirement.userNamespace);
  private static final PodView WITHOUT_USERNS =
      Pods.granted().withRuntimeClass(Worlds.CLASS).withHostUsers(true).view();

  @Test
  void waivesUntilTheVeryInstantAtWhichItExpires() {
    Policy policy = under(Worlds.policy("ray"), EXCEPTION);
    Verdict.Granted granted = granted(WITHOUT_USERNS, BEFORE, policy);
    Waiver waiver = granted.waivers().getFirst();
    assertEquals(EXCEPTION, waiver.exception());
    assertEquals(BEFORE, waiver.usedAt());
    assertEquals("UserNamespaceMissing", waiver.findings().getFirst().reason().name());
    assertEquals(1, granted.waivers().size());
    assertEquals(List.of(), granted.tolerated());
    assertEquals(List.of("UserNamespaceMissing"), refusal(WITHOUT_USERNS, END, policy));
    assertEquals(
        List.of("UserNamespaceMissing"), refusal(WITHOUT_USERNS, END.plusSeconds(1), policy));
  }

  @Test
  void waivesNothingWhereNobodyKnowsTheTime() {
    var snapshot = Worlds.with(under(Worlds.policy("ray"), EXCEPTION));
    assertInstanceOf(Verdict.Refused.class, Gate.decide(Asks.validate(WITHOUT_USERNS), snapshot));
  }

  @Test
  void waivesOnlyInItsNamespaces() {
    var elsewhere =
        new PolicyException(
            "e", Set.of("ml-prod-2", "ml"), EXCEPTION.waived(), "r", "o", EXCEPTION.expires());
    assertEquals(
        List.of("UserNamespaceMissing"),
        refusal(WITHOUT_USERNS, BEFORE, under(Worlds.policy("ray"), elsewhere)));
  }

  @Test
  void waivesOnlyWhatItNames() {
    Policy strict =
        Worlds.requiring(
            Worlds.policy("ray"),
            new RequireUserNamespace(),
            new RequireLimits(List.of("ephemeral-storage"), Map.of()));
    assertEquals(
        List.of("LimitMissing"), refusal(WITHOUT_USERNS, BEFORE, under(strict, EXCEPTION)));
    assertEquals(
        List.of("UserNamespaceMissing"),
        refusal(WITHOUT_USERNS, BEFORE, under(strict, exception("l", Requirement.limits))));
    Verdict.Granted both =
        granted(
            WITHOUT_USERNS, BEFORE, under(strict, EXCEPTION, exception("l", Requirement.limits)));
    assertEquals(
        List.of("migration-4711", "l"),
        both.waivers().stream().map(w -> w.exception().name()).toList());
  }

  @Test
  void isNotUsedWhereNothingIsWrong() {
    Policy policy = under(Worlds.policy("ray"), EXCEPTION);
    assertEquals(
        List.of(),
        granted(Pods.granted().withRuntimeClass(Worlds.CLASS).view(), BEFORE, policy).waivers());
  }

  @Test
  void aGrantWithoutAnExceptionComesFirst() {
    Policy eager = Worlds.first(under(Worlds.policy("eager"), EXCEPTION));
    Policy relaxed = Worlds.requiring(Worlds.policy("relaxed"));
    Verdict.Granted granted = granted(WITHOUT_USERNS, BEFORE, eager, relaxed);
    assertEquals("relaxed", granted.policy().name());
    assertEquals(List.of(), granted.waivers());
  }

  @Test
  void anExceptionComesBeforeToleranceAndLeavesItAsItIs() {
    Policy warning = Worlds.policy("a-warning", Enforcement.Warn);
    Policy excepting = under(Worlds.policy("b"), EXCEPTION);
    assertEquals("b", granted(WITHOUT_USERNS, BEFORE, warning, excepting).policy().name());
    Verdict.Granted tolerated = granted(WITHOUT_USERNS, END, warning, excepting);
    assertEquals("a-warning", tolerated.policy().name());
    assertEquals(List.of(), tolerated.waivers());
  }

  @Test
  void aRecordOfAGrantByExceptionStaysTrue() {
    Policy first = Worlds.first(under(Worlds.policy("first"), EXCEPTION));
    Policy recorded = under(Worlds.policy("recorded"), EXCEPTION);
    PodView pod =
        Pods.granted()
            .withRuntimeClass(Worlds.CLASS)
            .withHostUsers(true)
            .withAnnotation(Asking.GRANTED_BY, "recorded@1")
            .view();
    Verdict.Granted granted = granted(pod, BEFORE, first, recorded);
    assertEquals("recorded", granted.policy().name());
    assertEquals(1, granted.waivers().size());
  }

  @Test
  void waivesTheRulesOfThePolicysAuthorTogether() {
    Policy ruled =
        Worlds.ruledBy(
            Worlds.policy("ray"),
            Written.rule("one", facts -> Evaluation.FALSE),
            Written.rule("two", facts -> new Evaluation.Failed("broken")));
    PodView pod = Pods.granted().withRuntimeClass(Worlds.CLASS).view();
    assertEquals(List.of("RuleUnmet", "RuleFailed"), refusal(pod, BEFORE, under(ruled, EXCEPTION)));
    Verdict.Granted granted = granted(pod, BEFORE, under(ruled, exception("r", Requirement.rules)));
    assertEquals(
        List.of("RuleUnmet", "RuleFailed"),
        granted.waivers().getFirst().findings().stream().map(f -> f.reason().name()).toList());
  }

  @Test
  void theFloorHoldsWhateverIsWaived() {
    for (Check check : Floor.CHECKS) {
      assertEquals(Optional.empty(), Requirement.of(check));
    }
  }

  @Test
  void everyRuleOfALevelIsWaivedWithItsStanza() {
    for (Check check : PodSecurityLevel.Restricted.checks()) {
      assertEquals(Optional.of(Requirement.podSecurity), Requirement.of(check));
    }
  }

  @Test
  void itsStateChangesSevenDaysBeforeItsEndAndAtItsEnd() {
    Instant soon = END.minus(Duration.ofDays(7));
    assertEquals(State.Active, EXCEPTION.state(soon.minusMillis(1)));
    assertEquals(State.ExpiresSoon, EXCEPTION.state(soon));
    assertEquals(State.ExpiresSoon, EXCEPTION.state(BEFORE));
    assertEquals(State.Expired, EXCEPTION.state(END));
    assertEquals(State.Expired, EXCEPTION.state(Instant.MAX));
  }

  @Test
  void saysNothingIsMissing() {
    Set<String> namespaces = Set.of("a");
    Set<Requirement> waived = Set.of(Requirement.limits);
    assertEquals("name", invalid(" ", namespaces, waived, "r", "o"));
    assertEquals("namespaces", invalid("n", Set.of(), waived, "r", "o"));
    assertEquals("waive", invalid("n", namespaces, Set.of(), "r", "o"));
    assertEquals("reason", invalid("n", namespaces, waived, "", "o"));
    assertEquals("owner", invalid("n", namespaces, waived, "r", ""));
  }

  private static String invalid(
      String name, Set<String> namespaces, Set<Requirement> waived, String reason, String owner) {
    return assertThrows(
            InvalidCheck.class,
            () -> new PolicyException(name, namespaces, waived, reason, owner, END))
        .field();
  }

  private static PolicyException exception(String name, Requirement waived) {
    return new PolicyException(name, Set.of("ml-prod"), Set.of(waived), "r", "team-ml", END);
  }

  private static Policy under(Policy policy, PolicyException... exceptions) {
    return Worlds.under(
        policy, new Terms(List.of(exceptions), Optional.empty(), Authorization.NotRequired));
  }

  private static Verdict.Granted granted(PodView pod, Instant now, Policy... policies) {
    return assertInstanceOf(Verdict.Granted.class, decide(pod, now, policies));
  }

  private static List<String> refusal(PodView pod, Instant now, Policy... policies) {
    return assertInstanceOf(Verdict.Refused.class, decide(pod, now, policies)).objections().stream()
        .map(o -> o.finding().reason().name())
        .distinct()
        .toList();
  }

  private static Verdict decide(PodView pod, Instant now, Policy... policies) {
    return Gate.decide(Asks.validate(pod), Worlds.with(policies).at(now));
  }
}
