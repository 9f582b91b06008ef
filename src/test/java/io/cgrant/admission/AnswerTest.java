// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import static io.cgrant.policy.Worlds.CLASS;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Pods;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Asking;
import io.cgrant.policy.Asks;
import io.cgrant.policy.Enforcement;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Waiver;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import io.cgrant.policy.check.Requirement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnswerTest {

  private static final Ask MUTATE = Asks.mutate(Pods.granted().view());
  private static final Ask VALIDATE = Asks.validate(Pods.granted().withRuntimeClass(CLASS).view());
  private static final Ask PREVIEW = Asks.preview(Pods.granted().view());
  private static final Ask ORDINARY = Asks.mutate(Pods.granted().withoutLabels().view());

  private static final Objection LIMIT = objection(Reason.LimitMissing);
  private static final Objection USERNS = objection(Reason.UserNamespaceMissing);

  private static final Answer UNTOUCHED =
      new Answer(Optional.empty(), List.of(), List.of(), Map.of());

  @Test
  void saysNothingOfAPodThatDoesNotAsk() {
    for (Ask ask : List.of(MUTATE, VALIDATE, PREVIEW)) {
      assertEquals(UNTOUCHED, Answer.to(ask, Verdict.NotAsked.UNTOUCHED));
    }
  }

  @Test
  void warnsOfWhatNobodyKnowsInAPodThatDoesNotAsk() {
    Answer answer = Answer.to(ORDINARY, new Verdict.NotAsked(List.of(), List.of(LIMIT)));
    assertEquals(
        List.of(
            "no writable cgroup is asked for, but:"
                + " spec.x: LimitMissing (policy ray): detail; way out"),
        answer.warnings());
    assertEquals(Optional.empty(), answer.denial());
  }

  @Test
  void warnsWhereANamespaceAsksInVain() {
    Answer answer = Answer.to(ORDINARY, new Verdict.NotAsked(List.of(LIMIT)));
    assertEquals(
        new Answer(
            Optional.empty(),
            List.of(
                "namespace asks for a writable cgroup, pod stays ordinary:"
                    + " spec.x: LimitMissing (policy ray): detail; way out"),
            List.of(),
            Map.of()),
        answer);
  }

  @Test
  void patchesOnMutateAndSaysNothingElse() {
    Answer answer = Answer.to(MUTATE, granted(Enforcement.Warn, USERNS));
    assertEquals(Optional.empty(), answer.denial());
    assertEquals(List.of(), answer.warnings());
    assertEquals(Map.of(), answer.auditAnnotations());
    assertEquals(
        List.of(
            new PatchOp.AddMembers(
                "/metadata/annotations", Map.of("cgrant.io/granted-by", "ray@1"))),
        answer.patch());
  }

  @Test
  void writesTheGrantDownOnValidateAndPatchesNothing() {
    assertEquals(
        new Answer(
            Optional.empty(),
            List.of(),
            List.of(),
            annotated("verdict", "Granted", "policy", "ray@1")),
        Answer.to(VALIDATE, granted(Enforcement.Enforce)));
  }

  @Test
  void aPolicyThatWarnsWarnsAndOneThatAuditsOnlyWritesItDown() {
    var written =
        annotated("verdict", "Granted", "policy", "ray@1", "tolerated", "UserNamespaceMissing");
    Answer warned = Answer.to(VALIDATE, granted(Enforcement.Warn, USERNS));
    assertEquals(
        List.of("granted for now, but: spec.x: UserNamespaceMissing (policy ray): detail; way out"),
        warned.warnings());
    assertEquals(written, warned.auditAnnotations());
    Answer audited = Answer.to(VALIDATE, granted(Enforcement.Audit, USERNS));
    assertEquals(List.of(), audited.warnings());
    assertEquals(written, audited.auditAnnotations());
  }

  @Test
  void refusesWithEveryFindingOnALineOfItsOwn() {
    var refused = new Verdict.Refused(List.of(LIMIT, USERNS, LIMIT));
    String message =
        """
        no policy grants this pod a writable cgroup (3 findings):
        - spec.x: LimitMissing (policy ray): detail; way out
        - spec.x: UserNamespaceMissing (policy ray): detail; way out
        - spec.x: LimitMissing (policy ray): detail; way out""";
    var denial = new Answer.Denial(403, "Forbidden", message);
    assertEquals(
        new Answer(
            Optional.of(denial),
            List.of(),
            List.of(),
            annotated(
                "verdict",
                "Refused",
                "reasons",
                "LimitMissing,UserNamespaceMissing",
                "policies",
                "ray@3")),
        Answer.to(VALIDATE, refused));
    assertEquals(Answer.to(VALIDATE, refused), Answer.to(MUTATE, refused));
    assertEquals(
        Map.of(),
        Answer.to(MUTATE, granted(Enforcement.Enforce)).auditAnnotations(),
        "a second call must not say something else under the same key");
  }

  @Test
  void theAuditLogNamesEachPolicyThatRefusedOnce() {
    assertEquals(
        "ray@3,builders@12",
        policies(LIMIT, objection("builders", 12), USERNS, objection("builders", 12)));
    var ofNobody =
        new Objection(
            Optional.empty(), OptionalLong.empty(), new Finding("spec.x", Reason.NoPolicy, "none"));
    assertEquals("ray@3", policies(ofNobody, LIMIT));
    assertFalse(
        Answer.to(VALIDATE, new Verdict.Refused(List.of(ofNobody)))
            .auditAnnotations()
            .containsKey("policies"));
  }

  @Test
  void theAuditLogNamesNoMorePoliciesThanFit() {
    String sixteen = numbered(16, "p").map(o -> o.policy().get() + "@1").collect(joining(","));
    assertEquals(sixteen, policies(numbered(16, "p").toArray(Objection[]::new)));
    assertEquals(sixteen + ",and 1 more", policies(numbered(17, "p").toArray(Objection[]::new)));
    String long250 = "p".repeat(250);
    String cut = policies(numbered(9, long250).toArray(Objection[]::new));
    assertEquals(
        "%1$s0@1,%1$s1@1,%1$s2@1,%1$s3@1,and 5 more".formatted(long250), cut, "1,024 characters");
  }

  private static Stream<Objection> numbered(int count, String name) {
    return IntStream.range(0, count).mapToObj(i -> objection(name + i, 1));
  }

  private static String policies(Objection... objections) {
    return Answer.to(VALIDATE, new Verdict.Refused(List.of(objections)))
        .auditAnnotations()
        .get("policies");
  }

  private static Objection objection(String policy, long generation) {
    return new Objection(
        Optional.of(policy),
        OptionalLong.of(generation),
        new Finding("spec.x", Reason.LimitMissing, "detail"));
  }

  /// A pod whose name the API server makes has none where its own record begins.
  @Test
  void theAuditLogHasTheNameAndWhetherItWasADryRun() {
    Ask rehearsal =
        new Ask(
            "uid-2",
            Ask.Phase.Validate,
            Ask.Operation.CREATE,
            new Ask.Subject("Pod", "ml-prod", "a\n" + "b".repeat(400), "", ""),
            VALIDATE.pod(),
            Optional.empty(),
            Ask.Requester.NOBODY,
            true);
    Map<String, String> written =
        Answer.to(rehearsal, granted(Enforcement.Enforce)).auditAnnotations();
    assertEquals("a?" + "b".repeat(248) + "…", written.get("name"));
    assertEquals("uid-2", written.get("uid"));
    assertEquals("true", written.get("dryRun"));
  }

  @Test
  void anUndecidedPodIsRefusedWithoutBlame() {
    var undecided = new Verdict.Undecided(Verdict.Cause.OutOfTime, "no time left; try again");
    var denial =
        new Answer.Denial(503, "ServiceUnavailable", "cannot decide yet: no time left; try again");
    assertEquals(
        new Answer(
            Optional.of(denial),
            List.of(),
            List.of(),
            annotated("verdict", "Undecided", "reasons", "OutOfTime")),
        Answer.to(VALIDATE, undecided));
    assertEquals(Answer.to(VALIDATE, undecided), Answer.to(MUTATE, undecided));
  }

  @Test
  void ourOwnTroubleNeverRefusesAPodThatDoesNotAsk() {
    for (Verdict.Cause cause : Verdict.Cause.values()) {
      var undecided = new Verdict.Undecided(cause, "trouble");
      assertEquals(UNTOUCHED, Answer.to(ORDINARY, undecided));
      assertFalse(new AuditEntry(ORDINARY, undecided).isOfRecord());
      assertTrue(Answer.to(MUTATE, undecided).denial().isPresent());
    }
  }

  @Test
  void aTemplateIsNeverRefusedAndHearsWhatItsPodsWould() {
    assertEquals(
        List.of(
            "pods would be refused: spec.template.spec.x: LimitMissing (policy ray):"
                + " detail; way out"),
        onlyWarnings(Answer.to(PREVIEW, new Verdict.Refused(List.of(LIMIT)))));
    assertEquals(
        List.of("cannot decide yet: trouble"),
        onlyWarnings(
            Answer.to(PREVIEW, new Verdict.Undecided(Verdict.Cause.NotSynced, "trouble"))));
    assertEquals(
        List.of(
            "granted for now, but: spec.template.spec.x: LimitMissing (policy ray): detail; way out"),
        onlyWarnings(Answer.to(PREVIEW, granted(Enforcement.Warn, LIMIT))));
    assertEquals(List.of(), onlyWarnings(Answer.to(PREVIEW, granted(Enforcement.Enforce))));
  }

  @Test
  void theNamespaceOfATemplateIsItsOwn() {
    Answer answer = Answer.to(PREVIEW, Gate.decide(PREVIEW, Worlds.with()));
    assertTrue(
        answer
            .warnings()
            .getFirst()
            .startsWith("pods would be refused: metadata.namespace: NoPolicy: "),
        answer.warnings()::toString);
    Ask unclear = Asks.preview(Pods.granted().withLabel(Asking.LABEL, "yes").view());
    assertTrue(
        Answer.to(unclear, Gate.decide(unclear, Worlds.with(Worlds.policy("ray"))))
            .warnings()
            .getFirst()
            .startsWith("pods would be refused: spec.template.metadata.labels[cgrant.io/"));
  }

  @Test
  void isOfRecordWhenItIsTheLastWord() {
    var refused = new Verdict.Refused(List.of(LIMIT));
    var undecided = new Verdict.Undecided(Verdict.Cause.NotSynced, "trouble");
    assertRecords(Verdict.NotAsked.UNTOUCHED, false, false, false);
    assertRecords(new Verdict.NotAsked(List.of(LIMIT)), false, false, false);
    assertRecords(granted(Enforcement.Enforce), false, true, false);
    assertRecords(refused, true, true, false);
    assertRecords(undecided, true, true, false);
  }

  private static void assertRecords(
      Verdict verdict, boolean onMutate, boolean onValidate, boolean onPreview) {
    assertEquals(onMutate, new AuditEntry(MUTATE, verdict).isOfRecord());
    assertEquals(onValidate, new AuditEntry(VALIDATE, verdict).isOfRecord());
    assertEquals(onPreview, new AuditEntry(PREVIEW, verdict).isOfRecord());
  }

  private static List<String> onlyWarnings(Answer answer) {
    assertEquals(Optional.empty(), answer.denial());
    assertEquals(List.of(), answer.patch());
    assertEquals(Map.of(), answer.auditAnnotations());
    return answer.warnings();
  }

  @Test
  void aGrantByExceptionIsToldToThePersonAndToTheAuditLogUnderEveryEnforcement() {
    for (Enforcement enforcement : Enforcement.values()) {
      Answer answer =
          Answer.to(VALIDATE, excepted(enforcement, Instant.parse("2026-11-24T12:00:00Z")));
      assertEquals(
          List.of(
              "granted by exception migration-4711 until 2027-01-31T00:00:00Z: waived"
                  + " spec.hostUsers UserNamespaceMissing"),
          answer.warnings());
      assertEquals(
          "migration-4711(UserNamespaceMissing)", answer.auditAnnotations().get("exceptions"));
      assertEquals(Optional.empty(), answer.denial());
    }
  }

  @Test
  void anExceptionThatEndsWithinAWeekSaysWhomToAsk() {
    assertEquals(
        "granted by exception migration-4711 until 2027-01-31T00:00:00Z (expires in 7 days; ask"
            + " team-ml): waived spec.hostUsers UserNamespaceMissing",
        Answer.to(VALIDATE, excepted(Enforcement.Enforce, Instant.parse("2027-01-24T00:00:00Z")))
            .warnings()
            .getFirst());
    assertTrue(
        Answer.to(VALIDATE, excepted(Enforcement.Enforce, Instant.parse("2027-01-30T00:00:01Z")))
            .warnings()
            .getFirst()
            .contains("(expires in less than a day; ask team-ml)"));
  }

  private static Verdict.Granted excepted(Enforcement enforcement, Instant now) {
    var exception =
        new PolicyException(
            "migration-4711",
            Set.of("ml-prod"),
            Set.of(Requirement.userNamespace),
            "r",
            "team-ml",
            Instant.parse("2027-01-31T00:00:00Z"));
    var waived = new Finding("spec.hostUsers", Reason.UserNamespaceMissing, "left out");
    return new Verdict.Granted(
        Worlds.policy("ray", enforcement),
        List.of(),
        Verdict.Addition.NONE,
        List.of(new Waiver(exception, now, List.of(waived))),
        List.of());
  }

  private static Verdict.Granted granted(Enforcement enforcement, Objection... tolerated) {
    Policy policy = Worlds.policy("ray", enforcement);
    return new Verdict.Granted(policy, List.of(tolerated));
  }

  /// What the audit log gets of these requests, with more.
  private static Map<String, String> annotated(String... more) {
    var annotations = new TreeMap<>(Map.of("uid", "uid-1", "name", "head"));
    for (int i = 0; i < more.length; i += 2) {
      annotations.put(more[i], more[i + 1]);
    }
    return annotations;
  }

  private static Objection objection(Reason reason) {
    return new Objection(
        Optional.of("ray"), OptionalLong.of(3), new Finding("spec.x", reason, "detail; way out"));
  }
}
