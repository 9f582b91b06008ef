// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Pods;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What expressions decide, and when they are asked.
final class ExpressionsInHearingTest {

  private static final Map<String, Object> POD = Map.of("spec", Map.of("x", 1L));

  private static final Ask ASK = Written.in(Asks.mutate(Pods.granted().view()), POD);

  @Test
  void aRuleThatHoldsStandsAgainstNothing() {
    Policy policy = Worlds.ruledBy(Worlds.policy("p"), Written.rule("small", Written.TRUE));
    assertEquals(policy, granter(ASK, policy));
  }

  @Test
  void aRuleThatDoesNotHoldIsAFindingWithItsMessage() {
    Policy policy = Worlds.ruledBy(Worlds.policy("p"), Written.rule("small", Written.FALSE));
    assertEquals(
        List.of(new Finding("spec", Reason.RuleUnmet, "rule \"small\": write less")),
        findings(ASK, policy));
  }

  @Test
  void aRuleWithoutAMessageSaysItsExpression() {
    var rule = new Rule("small", "a < b", Written.FALSE, java.util.Optional.empty());
    assertEquals(
        "rule \"small\": it must hold that a < b",
        findings(ASK, Worlds.ruledBy(Worlds.policy("p"), rule)).getFirst().detail());
  }

  @Test
  void aRuleThatFailsIsAFindingAndNeverAPass() {
    Policy policy = Worlds.ruledBy(Worlds.policy("p"), Written.rule("small", Written.FAILING));
    assertEquals(
        List.of(
            new Finding(
                "spec",
                Reason.RuleFailed,
                "rule \"small\" cannot be told: no such key; change in the pod what it reads")),
        findings(ASK, policy));
  }

  @Test
  void everyRuleIsReported() {
    Policy policy =
        Worlds.ruledBy(
            Worlds.policy("p"),
            Written.rule("a", Written.FALSE),
            Written.rule("b", Written.TRUE),
            Written.rule("c", Written.FAILING));
    assertEquals(
        List.of("RuleUnmet", "RuleFailed"),
        findings(ASK, policy).stream().map(f -> f.reason().name()).toList());
  }

  @Test
  void aConditionThatIsFalseMeansThatThePolicyDoesNotSpeakForThePod() {
    assertEquals(
        List.of("NoPolicy"), reasons(ASK, Written.onlyIf(Worlds.policy("p"), Written.FALSE)));
    Policy other = Worlds.policy("q");
    assertEquals(other, granter(ASK, Written.onlyIf(Worlds.policy("p"), Written.FALSE), other));
  }

  @Test
  void aPolicyThatNearlySpokeIsNamedWithTheConditionThatIsFalse() {
    assertEquals(
        "policy \"p\" does not speak for this pod, since its condition \"condition-1\" is false;"
            + " change the pod so that the condition holds, or ask the platform team",
        findings(ASK, Written.onlyIf(Worlds.policy("p"), Written.TRUE, Written.FALSE))
            .getFirst()
            .detail());
  }

  @Test
  void onlyTheFirstThreeThatNearlySpokeAreNamed() {
    Policy[] policies =
        IntStream.range(0, 50)
            .mapToObj(i -> Written.onlyIf(Worlds.policy("p" + i), Written.FALSE))
            .map(policy -> Written.withConditionText(policy, "object.x == 'secret'"))
            .toArray(Policy[]::new);
    String detail = findings(ASK, policies).getFirst().detail();
    assertTrue(detail.contains("; so it is with 47 more; "), detail);
    assertFalse(detail.contains("secret"), "what a condition says is not for all: " + detail);
    assertTrue(detail.length() < 1_000, detail);
  }

  @Test
  void aPolicyThatDoesNotSelectThePodIsNeverNamed() {
    Policy elsewhere = Written.onlyIf(Worlds.policy("secret"), Written.FALSE);
    Verdict verdict = Gate.decide(ASK, Worlds.in(Map.of("team", "web"), elsewhere));
    var refused = assertInstanceOf(Verdict.Refused.class, verdict);
    assertFalse(refused.toString().contains("secret"), refused::toString);
  }

  @Test
  void oneFalseConditionOutweighsAnotherThatFails() {
    assertEquals(
        List.of("NoPolicy"),
        reasons(ASK, Written.onlyIf(Worlds.policy("p"), Written.FAILING, Written.FALSE)));
    assertEquals(
        List.of("NoPolicy"),
        reasons(ASK, Written.onlyIf(Worlds.policy("p"), Written.FALSE, Written.FAILING)));
  }

  @Test
  void aConditionThatFailsGrantsNothingInAnyModeAndIsReported() {
    for (Enforcement mode : Enforcement.values()) {
      Policy policy = Written.onlyIf(Worlds.policy("p", mode), Written.TRUE, Written.FAILING);
      assertEquals(List.of("ConditionFailed"), reasons(ASK, policy), mode::name);
      assertTrue(findings(ASK, policy).getFirst().detail().contains("\"condition-1\""));
    }
  }

  @Test
  void aFailingConditionOfOnePolicyDoesNotStandInTheWayOfAnother() {
    Policy other = Worlds.policy("q");
    assertEquals(other, granter(ASK, Written.onlyIf(Worlds.policy("p"), Written.FAILING), other));
  }

  @Test
  void anExpressionIsAskedOnlyOfAPolicyThatSelectsThePod() {
    var asked = new ArrayList<String>();
    Expression noting =
        facts -> {
          asked.add("asked");
          return Evaluation.TRUE;
        };
    Policy elsewhere =
        Worlds.ruledBy(Written.onlyIf(Worlds.policy("p"), noting), Written.rule("small", noting));
    Snapshot world = Worlds.in(Map.of("team", "web"), elsewhere);
    assertInstanceOf(Verdict.Refused.class, Gate.decide(ASK, world));
    Ask ordinary = Asks.validate(Pods.granted().withoutLabels().view());
    assertEquals(Verdict.NotAsked.UNTOUCHED, Gate.decide(ordinary, Worlds.with(elsewhere)));
    assertEquals(List.of(), asked);
  }

  @Test
  void rulesSeeThePodAsItWouldBeStored() {
    Policy policy =
        Worlds.ruledBy(
            Worlds.granting(
                Worlds.requiring(Worlds.policy("p")), Worlds.grantWithUserNamespace(Worlds.CLASS)),
            Written.rule(
                "stored",
                Written.where(
                    pod ->
                        pod.get("spec")
                            .equals(
                                Map.of(
                                    "x",
                                    1L,
                                    "runtimeClassName",
                                    Worlds.CLASS,
                                    "hostUsers",
                                    false)))));
    Ask ask = Written.in(Asks.mutate(Pods.granted().withoutHostUsers().view()), POD);
    assertEquals(policy, granter(ask, policy));
  }

  /// The policy named at `/mutate` is the one that `/validate` will name: what is given to the pod
  /// can make a condition of an earlier policy true.
  @Test
  void aPolicyThatComesIntoPlayByWhatAnotherGivesIsTheOneNamed() {
    Expression isClass =
        Written.where(
            pod -> Worlds.TWIN.equals(((Map<?, ?>) pod.get("spec")).get("runtimeClassName")));
    Policy early = Worlds.first(Written.onlyIf(Worlds.policy("early"), isClass));
    Policy late = Worlds.granting(Worlds.policy("late"), Worlds.grant(Worlds.TWIN));
    assertEquals(early, granter(ASK, early, late));
  }

  @Test
  void theExpressionsOfAllPoliciesShareTheEffortOfTheRequest() {
    Expression costly =
        facts ->
            facts.effort().spend(Effort.FOR_ONE_REQUEST * 2 / 3)
                ? Evaluation.FALSE
                : new Evaluation.Failed("too much");
    assertEquals(
        List.of("RuleUnmet", "RuleFailed"),
        reasons(
            ASK,
            Worlds.ruledBy(Worlds.policy("p"), Written.rule("a", costly)),
            Worlds.ruledBy(Worlds.policy("q"), Written.rule("b", costly))));
  }

  @Test
  void whoKeepsTheRecordDoesNotKeepTheWords() {
    assertFalse(ASK.manuscript().pod("").isEmpty());
    assertTrue(ASK.forTheRecord().manuscript().pod("").isEmpty());
  }

  private static Policy granter(Ask ask, Policy... policies) {
    Verdict verdict = Gate.decide(ask, Worlds.with(policies));
    return assertInstanceOf(Verdict.Granted.class, verdict, verdict::toString).policy();
  }

  private static List<Finding> findings(Ask ask, Policy... policies) {
    Verdict verdict = Gate.decide(ask, Worlds.with(policies));
    return assertInstanceOf(Verdict.Refused.class, verdict, verdict::toString).objections().stream()
        .map(Objection::finding)
        .toList();
  }

  private static List<String> reasons(Ask ask, Policy... policies) {
    return findings(ask, policies).stream().map(f -> f.reason().name()).toList();
  }
}
