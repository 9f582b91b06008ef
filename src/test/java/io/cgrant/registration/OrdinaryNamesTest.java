// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrdinaryNamesTest {

  private static final String INSTALLED = "a || " + OrdinaryNames.NAMES_OTHER_CLASS + " || b";

  @Test
  void namesAreReplacedAndTheRestIsNot() {
    String one = OrdinaryNames.with(INSTALLED, List.of("kata", "gvisor"));
    assertEquals(
        "a || has(pod.spec.runtimeClassName) && !(pod.spec.runtimeClassName in ['gvisor', 'kata']) || b",
        one);
    assertEquals(Set.of("gvisor", "kata"), OrdinaryNames.in(one));
    assertEquals(INSTALLED, OrdinaryNames.with(one, List.of()));
  }

  @Test
  void anExpressionWithoutAPlaceForNamesIsLeftAlone() {
    assertFalse(OrdinaryNames.fitsInto("has(pod.spec.runtimeClassName)"));
    assertTrue(OrdinaryNames.fitsInto(INSTALLED));
    assertEquals("x in []", OrdinaryNames.with("x in []", List.of("gvisor")));
    assertEquals(Set.of(), OrdinaryNames.in("x in ['gvisor']"));
  }

  @Test
  void onlyWhatStandsInEveryPlaceIsListed() {
    String two =
        OrdinaryNames.with(INSTALLED, List.of("kata", "gvisor"))
            + " || "
            + OrdinaryNames.with(INSTALLED, List.of("kata"));
    assertEquals(Set.of("kata"), OrdinaryNames.in(two));
  }

  @Test
  void everyExpressionAboutPodsHasAPlaceForNames() {
    for (AskExpression.Source source : AskExpression.Source.values()) {
      assertTrue(OrdinaryNames.fitsInto(AskExpression.asks(source)), source.name());
      assertTrue(OrdinaryNames.fitsInto(AskExpression.isSilent(source)), source.name());
    }
  }
}
