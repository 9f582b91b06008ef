// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EventBudgetTest {

  private static final Instant START = Instant.parse("2026-11-30T10:00:00Z");

  private final EventBudget budget = new EventBudget(START);

  /// Each of its Events comes again for as long as somebody likes.
  @Test
  void countsOfOneNamespaceTakeNoPlaceOfThoseOfOthers() {
    long counted =
        IntStream.range(0, 1_000)
            .filter(i -> budget.mayCount(of("evil", i, Happening.Kind.Refused), START))
            .count();
    assertEquals(25, counted);
    long last =
        IntStream.range(0, 1_000)
            .filter(i -> budget.mayCountLast(of("evil", i, Happening.Kind.Refused), START))
            .count();
    assertEquals(0, last);
    assertTrue(budget.mayCount(of("ml", 0, Happening.Kind.Refused), START));
    assertTrue(budget.mayCountLast(of("ml", 0, Happening.Kind.Refused), START));
  }

  /// Of all namespaces together.
  @Test
  void noNumberOfRefusalsTakesThePlaceOfPodsThatDrift() {
    for (int i = 0; i < 1_000; i++) {
      budget.mayBegin(of("evil-" + i, 0, Happening.Kind.Refused), START);
    }
    assertTrue(!budget.mayBegin(of("ml", 0, Happening.Kind.Refused), START));
    assertTrue(budget.mayBegin(of("ml", 0, Happening.Kind.Drifted), START));
  }

  private static Happening of(String namespace, int pod, Happening.Kind kind) {
    var regarding = new Thing("v1", "Pod", namespace, "pod-" + pod, "");
    Maker maker = kind == Happening.Kind.Drifted ? Maker.Unseen : Maker.Anybody;
    return new Happening(regarding, Optional.empty(), kind, "x", "x", List.of(), maker);
  }
}
