// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.pod.Pods;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Asks;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is written of a record; `TemplateEndpointTest` has every kind and what JSON becomes of it.
final class AuthorPatchTest {

  private static final String NAME = "cgrant.io/template-author";
  private static final String GROUPS = "cgrant.io/template-author-groups";
  private static final String ANNOTATIONS = "/spec/template/metadata/annotations";
  private static final Map<String, String> ANN = Map.of(NAME, "ann");

  @Test
  void theFirstAnnotationsComeTogether() {
    assertEquals(List.of(new PatchOp.AddMembers(ANNOTATIONS, ANN)), plan(Pods.granted(), ANN));
    assertEquals(List.of(), plan(Pods.granted(), Map.of()));
  }

  @Test
  void othersStay() {
    assertEquals(
        List.of(new PatchOp.AddText(ANNOTATIONS + "/cgrant.io~1template-author", "ann")),
        plan(Pods.granted().withAnnotation("a", "b"), ANN));
    assertEquals(List.of(), plan(Pods.granted().withAnnotation("a", "b"), Map.of()));
  }

  @Test
  void whatIsNotDueIsTakenOutAndWhatIsRightIsLeft() {
    Pods both = Pods.granted().withAnnotation(NAME, "ann").withAnnotation(GROUPS, "dev");
    assertEquals(
        List.of(
            new PatchOp.Remove(ANNOTATIONS + "/cgrant.io~1template-author"),
            new PatchOp.Remove(ANNOTATIONS + "/cgrant.io~1template-author-groups")),
        plan(both, Map.of()));
    assertEquals(
        List.of(new PatchOp.Remove(ANNOTATIONS + "/cgrant.io~1template-author-groups")),
        plan(both, ANN));
    assertEquals(List.of(), plan(both, Map.of(NAME, "ann", GROUPS, "dev")));
  }

  @Test
  void whereNobodyKnowsWhetherThereIsMetadataNothingIsWritten() {
    assertEquals(List.of(), plan(Pods.granted().withoutLabels(), ANN));
  }

  private static List<PatchOp> plan(Pods pods, Map<String, String> due) {
    Ask ask = Asks.preview(pods.view());
    return AuthorPatch.plan(ask, due);
  }
}
