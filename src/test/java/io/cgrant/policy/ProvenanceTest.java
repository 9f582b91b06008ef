// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static io.cgrant.policy.Worlds.CLASS;
import static io.cgrant.policy.Worlds.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

  private static final Snapshot WORLD = Worlds.with(policy("ray"));

  @Test
  void aFinalPodMayClaimOnlyTheGrantItHas() {
    assertInstanceOf(
        Verdict.Granted.class, Gate.decide(Asks.validate(claiming("ray@1").view()), WORLD));
    for (String forged : new String[] {"ray@2", "other@1", "", "ray"}) {
      assertEquals("GrantedByForged", reason(Asks.validate(claiming(forged).view())), forged);
    }
  }

  @Test
  void aPolicyThatComesFirstSinceMakesTheRecordNoLessTrue() {
    Policy newcomer = Worlds.first(policy("newcomer"));
    Snapshot later = Worlds.with(policy("ray"), newcomer);
    Verdict verdict = Gate.decide(Asks.validate(claiming("ray@1").view()), later);
    assertEquals("ray", assertInstanceOf(Verdict.Granted.class, verdict).policy().name());
    verdict = Gate.decide(Asks.mutate(claiming("ray@1").view()), later);
    assertEquals("newcomer", assertInstanceOf(Verdict.Granted.class, verdict).policy().name());
  }

  @Test
  void aPolicyThatGrantsNoLongerIsNoTrueRecord() {
    Policy other = Worlds.granting(policy("ray"), new Grant(Set.of(), CLASS, false));
    Snapshot later = Worlds.with(other, Worlds.first(policy("newcomer")));
    Verdict verdict = Gate.decide(Asks.validate(claiming("ray@1").view()), later);
    assertEquals(
        "GrantedByForged",
        assertInstanceOf(Verdict.Refused.class, verdict)
            .objections()
            .getFirst()
            .finding()
            .reason()
            .name());
  }

  @Test
  void aPodWithoutTheRecordIsGrantedAllTheSame() {
    PodView pod = Pods.granted().withRuntimeClass(CLASS).view();
    assertInstanceOf(Verdict.Granted.class, Gate.decide(Asks.validate(pod), WORLD));
  }

  @Test
  void whatAPodClaimsIsOverwrittenWhileItCanBeChanged() {
    for (Ask ask :
        new Ask[] {
          Asks.mutate(claiming("other@7").view()), Asks.preview(claiming("other@7").view())
        }) {
      assertInstanceOf(Verdict.Granted.class, Gate.decide(ask, WORLD));
    }
  }

  @Test
  void anOrdinaryPodThatClaimsAGrantIsRefusedAndItsTemplateWarned() {
    PodView pod = Pods.granted().withoutLabels().withAnnotation(Asking.GRANTED_BY, "ray@1").view();
    assertSame(Verdict.NotAsked.UNTOUCHED, Gate.decide(Asks.mutate(pod), WORLD));
    assertEquals("GrantedByForged", reason(Asks.validate(pod)));
    assertEquals("GrantedByForged", reason(Asks.preview(pod)));
  }

  @Test
  void noUpdateSetsChangesOrRemovesTheRecord() {
    PodView granted = claiming("ray@1").view();
    PodView other = claiming("ray@2").view();
    PodView none = Pods.granted().withRuntimeClass(CLASS).view();
    assertEquals("GrantedByChanged", reason(Asks.update(granted, other)));
    assertEquals("GrantedByChanged", reason(Asks.update(granted, none)));
    assertEquals("GrantedByChanged", reason(Asks.update(none, granted)));
    assertSame(Verdict.NotAsked.UNTOUCHED, Gate.decide(Asks.update(granted, granted), WORLD));
  }

  @Test
  void saysWhatThereWasAndWhatThereWouldBe() {
    PodView none = Pods.granted().withRuntimeClass(CLASS).view();
    String detail = detail(Asks.update(claiming("ray@1").view(), none));
    assertTrue(detail.startsWith("the annotation is \"ray@1\" and would be removed;"), detail);
    detail = detail(Asks.update(none, claiming("ray@1").view()));
    assertTrue(
        detail.startsWith("the annotation is not there and would become \"ray@1\";"), detail);
  }

  @Test
  void aRefusedPodIsToldOfItsOwnFindings() {
    PodView pod = claiming("ray@1").withHostUsers(true).view();
    assertEquals("UserNamespaceMissing", reason(Asks.validate(pod)));
  }

  private static Pods claiming(String provenance) {
    return Pods.granted().withRuntimeClass(CLASS).withAnnotation(Asking.GRANTED_BY, provenance);
  }

  private static String reason(Ask ask) {
    return objection(ask).finding().reason().name();
  }

  private static String detail(Ask ask) {
    return objection(ask).finding().detail();
  }

  private static Objection objection(Ask ask) {
    var refused = assertInstanceOf(Verdict.Refused.class, Gate.decide(ask, WORLD));
    return refused.objections().getFirst();
  }
}
