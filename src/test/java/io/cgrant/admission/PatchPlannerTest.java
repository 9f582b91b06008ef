// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import static io.cgrant.policy.Worlds.CLASS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Asking;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatchPlannerTest {

  private static final Policy RAY = Worlds.policy("ray");

  @Test
  void addsTheClassTheUserNamespaceAndTheNameOfTheGranter() {
    assertEquals(
        List.of(
            new PatchOp.AddText("/spec/runtimeClassName", CLASS),
            new PatchOp.AddFlag("/spec/hostUsers", false),
            new PatchOp.AddMembers(
                "/metadata/annotations", Map.of("cgrant.io/granted-by", "ray@1"))),
        plan(Pods.granted(), addition(Optional.of(CLASS), Optional.of(false))));
  }

  @Test
  void keepsTheAnnotationsThatAreThere() {
    assertEquals(
        List.of(new PatchOp.AddText("/metadata/annotations/cgrant.io~1granted-by", "ray@1")),
        plan(Pods.granted().withAnnotation("a~b/c", "d"), Verdict.Addition.NONE));
  }

  @Test
  void correctsAForgedOrOutdatedGranter() {
    for (String claim : List.of("root@1", "ray@0", "")) {
      assertEquals(
          List.of(new PatchOp.AddText("/metadata/annotations/cgrant.io~1granted-by", "ray@1")),
          plan(Pods.granted().withAnnotation(Asking.GRANTED_BY, claim), Verdict.Addition.NONE));
    }
  }

  @Test
  void changesNothingWhereNothingIsDue() {
    assertEquals(
        List.of(),
        plan(Pods.granted().withAnnotation(Asking.GRANTED_BY, "ray@1"), Verdict.Addition.NONE));
  }

  private static List<PatchOp> plan(Pods pods, Verdict.Addition addition) {
    PodView pod = pods.view();
    return PatchPlanner.plan(
        pod, new Verdict.Granted(RAY, List.of(), addition, List.of(), List.of()));
  }

  private static Verdict.Addition addition(
      Optional<String> runtimeClassName, Optional<Boolean> hostUsers) {
    return new Verdict.Addition(runtimeClassName, hostUsers);
  }
}
