// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeResultTest {

  @Test
  void allHoldsWhereEverythingIsAsItMustBe() {
    assertHolds(true, "yes", "works", NodeResult.inWords(seen(List.of()), true));
    // Where nothing keeps root from its own bounds, it lifts them.
    assertHolds(true, "yes", "void", NodeResult.inWords(seen(List.of("memory.max")), false));
    assertHolds(true, "not shown: no controllers", "void", "stays (1 refused)");
  }

  @Test
  void aBoundThatIsLiftedWhereItMustHoldIsNoticed() {
    String seen = NodeResult.inWords(seen(List.of("memory.max")), true);
    assertEquals("LIFTED: memory.max", seen);
    assertHolds(false, "yes", "works", seen);
  }

  @Test
  void whatElseIsOtherThanItMustBeIsNoticed() {
    assertHolds(false, "NO: it was read-only", "works", "stays (1 refused)");
    assertHolds(false, "yes", "NO: it was void", "stays (1 refused)");
    assertHolds(false, "yes", "works", "ESCAPED: into the parent");
  }

  private static Hostile.Result seen(List<String> raised) {
    return new Hostile.Result(List.of("x"), raised, List.of(), List.of(), List.of(), List.of());
  }

  private static void assertHolds(boolean holds, String claim, String pair, String hostile) {
    var result =
        new NodeResult(
            "2026-11-29",
            "0123abcd",
            Node.Kind.Machine,
            Map.of(),
            Map.of("a claim", claim),
            Map.of("a pair", pair),
            Map.of("a workload", hostile));
    assertEquals(holds, result.holds());
  }
}
