// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.InvalidCheck;
import io.cgrant.policy.check.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a grant depends on beside the pod: quota and authorization.
final class TermsTest {

  private static final Quota THREE = new Quota(3);
  private static final Policy COUNTED =
      under("counted", Optional.of(THREE), Authorization.NotRequired);
  private static final Inquiry ROOM = new Inquiry.Room("counted", THREE);
  private static final Policy GUARDED =
      under("guarded", Optional.of(THREE), Authorization.Required);
  private static final Inquiry PERMISSION = new Inquiry.Permission("guarded");
  private static final Finding FULL =
      new Finding("metadata.namespace", Reason.QuotaExceeded, "full");
  private static final PodView ASKING = Pods.granted().view();

  @Test
  void nothingIsGrantedBeforeTheApiServerWasAsked() {
    for (Ask ask : List.of(Asks.mutate(ASKING), Asks.validate(recorded("counted@1")))) {
      var undecided =
          assertInstanceOf(Verdict.Undecided.class, Gate.decide(ask, Worlds.with(COUNTED)));
      assertEquals(Verdict.Cause.NeedsTestimony, undecided.cause());
      assertEquals(Optional.of(ROOM), undecided.inquiry());
    }
  }

  @Test
  void anAnswerDecides() {
    var ask = Asks.validate(recorded("counted@1"));
    assertInstanceOf(Verdict.Granted.class, decide(ask, heard(ROOM), COUNTED));
    assertEquals(List.of("QuotaExceeded"), reasons(decide(ask, heard(ROOM, FULL), COUNTED)));
  }

  @Test
  void anAnswerForAnotherQuotaIsNone() {
    var other = new Inquiry.Room("counted", new Quota(4));
    assertInstanceOf(Verdict.Undecided.class, decide(Asks.mutate(ASKING), heard(other), COUNTED));
  }

  @Test
  void roomIsTakenLast() {
    Ask ask = Asks.mutate(ASKING);
    assertEquals(Optional.of(PERMISSION), inquiry(decide(ask, Testimony.NONE, GUARDED)));
    assertEquals(
        Optional.of(new Inquiry.Room("guarded", THREE)),
        inquiry(decide(ask, heard(PERMISSION), GUARDED)));
    var notAllowed = new Finding("metadata", Reason.AuthorNotAllowed, "no");
    assertEquals(
        List.of("AuthorNotAllowed"), reasons(decide(ask, heard(PERMISSION, notAllowed), GUARDED)));
  }

  @Test
  void nobodyIsAskedAboutAPodThatIsRefusedAnyway() {
    PodView bad = Pods.granted().withHostUsers(true).view();
    assertEquals(
        List.of("UserNamespaceMissing"),
        reasons(decide(Asks.mutate(bad), Testimony.NONE, COUNTED)));
  }

  @Test
  void whereTheFirstPolicyIsFullTheNextOneGrants() {
    Policy next = Worlds.policy("next");
    assertEquals(
        "next",
        assertInstanceOf(
                Verdict.Granted.class,
                decide(Asks.mutate(ASKING), heard(ROOM, FULL), COUNTED, next))
            .policy()
            .name());
    assertInstanceOf(
        Verdict.Undecided.class, decide(Asks.mutate(ASKING), Testimony.NONE, COUNTED, next));
  }

  @Test
  void aPolicyThatOnlyWarnsToleratesThatItIsFull() {
    Policy warning = Worlds.under(Worlds.policy("counted", Enforcement.Warn), COUNTED.terms());
    var granted =
        assertInstanceOf(
            Verdict.Granted.class, decide(Asks.mutate(ASKING), heard(ROOM, FULL), warning));
    assertEquals("QuotaExceeded", granted.tolerated().getFirst().finding().reason().name());
  }

  @Test
  void aPodThatWouldNotBeCountedIsNotGranted() {
    PodView unrecorded = Pods.granted().withRuntimeClass(Worlds.CLASS).view();
    assertEquals(
        List.of("QuotaWithoutRecord"),
        reasons(decide(Asks.validate(unrecorded), heard(ROOM), COUNTED)));
    PodView another = recorded("counted-2@1");
    assertEquals(
        List.of("QuotaWithoutRecord"),
        reasons(decide(Asks.validate(another), heard(ROOM), COUNTED)));
  }

  @Test
  void anUpdateTakesNoRoomAndGivesNoneToAPodThatHasNone() {
    PodView before = recorded("counted@7");
    PodView after =
        Pods.granted()
            .withRuntimeClass(Worlds.CLASS)
            .withAnnotation(Asking.GRANTED_BY, "counted@7")
            .withSeccomp("Localhost")
            .view();
    assertInstanceOf(
        Verdict.Granted.class, decide(Asks.update(before, after), heard(ROOM, FULL), COUNTED));
    PodView ordinary = Pods.granted().withoutLabels().view();
    PodView asking = Pods.granted().withRuntimeClass(Worlds.CLASS).view();
    assertEquals(
        List.of("QuotaOnlyAtCreation"),
        reasons(decide(Asks.update(ordinary, asking), heard(ROOM), COUNTED)));
  }

  @Test
  void aTemplateThatIsChangedMakesNewPods() {
    PodView asking = Pods.granted().withRuntimeClass(Worlds.CLASS).view();
    Ask preview = Asks.preview(asking);
    Ask changed =
        Asks.of(
            preview.phase(),
            Ask.Operation.UPDATE,
            preview.subject(),
            asking,
            Optional.of(Pods.granted().view()));
    assertInstanceOf(Verdict.Granted.class, decide(changed, heard(ROOM), COUNTED));
  }

  @Test
  void aNamespaceThatAsksIsAnsweredOnceTheApiServerWasAsked() {
    PodView silent = Pods.granted().withoutLabels().view();
    var labels = Map.of("team", "ml", Asking.LABEL, "true");
    Snapshot snapshot = Worlds.in(labels, COUNTED);
    assertEquals(Optional.of(ROOM), inquiry(Gate.decide(Asks.mutate(silent), snapshot)));
    var left =
        assertInstanceOf(
            Verdict.NotAsked.class,
            Gate.decide(Asks.mutate(silent), snapshot.with(heard(ROOM, FULL))));
    assertEquals("QuotaExceeded", left.unmet().getFirst().finding().reason().name());
  }

  @Test
  void withoutAClusterAPreviewSaysWhatNobodyLookedAtAndAPodIsNotGranted() {
    var granted =
        assertInstanceOf(
            Verdict.Granted.class, decide(Asks.preview(ASKING), Testimony.OFFLINE, GUARDED));
    assertEquals(
        List.of("PermissionNotChecked", "QuotaNotCounted"),
        granted.unverified().stream().map(o -> o.finding().reason().name()).toList());
    var undecided =
        assertInstanceOf(
            Verdict.Undecided.class, decide(Asks.mutate(ASKING), Testimony.OFFLINE, GUARDED));
    assertEquals(Verdict.Cause.NoApiServer, undecided.cause());
    assertEquals(Optional.empty(), undecided.inquiry());
    assertEquals(
        "whether RBAC allows the use of policy \"guarded\" cannot be told, since cgrant serves from a"
            + " folder and has no API server to ask; take require.authorization out of the policy,"
            + " or run cgrant in a cluster",
        undecided.detail());
  }

  @Test
  void aQuotaIsAtLeastOneAndNotTooManyToKeep() {
    assertThrows(InvalidCheck.class, () -> new Quota(0));
    assertThrows(InvalidCheck.class, () -> new Quota(501));
    assertEquals(500, new Quota(500).podsPerNamespace());
  }

  private static Policy under(String name, Optional<Quota> quota, Authorization authorization) {
    return Worlds.under(Worlds.policy(name), new Terms(List.of(), quota, authorization));
  }

  private static PodView recorded(String record) {
    return Pods.granted()
        .withRuntimeClass(Worlds.CLASS)
        .withAnnotation(Asking.GRANTED_BY, record)
        .view();
  }

  private static Testimony heard(Inquiry inquiry, Finding... findings) {
    return Testimony.NONE.with(inquiry, List.of(findings));
  }

  private static Verdict decide(Ask ask, Testimony heard, Policy... policies) {
    return Gate.decide(ask, Worlds.with(policies).with(heard));
  }

  private static Optional<Inquiry> inquiry(Verdict verdict) {
    return assertInstanceOf(Verdict.Undecided.class, verdict).inquiry();
  }

  private static List<String> reasons(Verdict verdict) {
    return assertInstanceOf(Verdict.Refused.class, verdict).objections().stream()
        .map(o -> o.finding().reason().name())
        .toList();
  }
}
