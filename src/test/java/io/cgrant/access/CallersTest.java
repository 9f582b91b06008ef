// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cgrant.cluster.Moving;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CallersTest {

  private static final Caller ANN = new Caller("ann", "1", List.of("devs"), Map.of());

  private final Moving clock = new Moving();
  private final List<String> asked = new ArrayList<>();
  private final Map<String, Caller> known = new HashMap<>(Map.of("a", ANN));
  private boolean mayAsk = true;
  private boolean isAway;
  private final Callers callers = new Callers(this::review, () -> mayAsk, clock);

  private Optional<Caller> review(String token) {
    asked.add(token);
    if (isAway) {
      throw new ApiServerAway("gone", null);
    }
    return Optional.ofNullable(known.get(token));
  }

  @Test
  void aTokenIsAskedAboutOnceInTenSecondsAndOneOfNobodyInFive() {
    assertEquals(new Identity.Known(ANN), callers.of("a"));
    assertEquals(new Identity.Unknown(), callers.of("b"));
    known.remove("a");
    known.put("b", ANN);
    clock.by(Callers.KEPT_IF_UNKNOWN.minusMillis(1));
    assertEquals(new Identity.Unknown(), callers.of("b"));
    clock.by(java.time.Duration.ofMillis(1));
    assertEquals(new Identity.Known(ANN), callers.of("b"));
    assertEquals(new Identity.Known(ANN), callers.of("a"), "still believed");
    assertEquals(List.of("a", "b", "b"), asked);
    clock.by(Callers.KEPT_IF_KNOWN);
    assertEquals(new Identity.Unknown(), callers.of("a"));
  }

  @Test
  void whoMakesTokensUpDrivesOutNobodyWhoIsKnown() {
    callers.of("a");
    for (int i = 0; i < 2 * Callers.MOST_KEPT; i++) {
      callers.of("made-up-" + i);
    }
    asked.clear();
    assertEquals(new Identity.Known(ANN), callers.of("a"));
    assertEquals(List.of(), asked);
    callers.of("made-up-0");
    assertEquals(List.of("made-up-0"), asked, "the oldest was forgotten");
  }

  @Test
  void whereTooManyComeOnlyThoseAreAnsweredWhoAreKnown() {
    callers.of("a");
    mayAsk = false;
    assertEquals(new Identity.Known(ANN), callers.of("a"));
    assertEquals(new Identity.NotAsked(), callers.of("c"));
    mayAsk = true;
    assertInstanceOf(Identity.Unknown.class, callers.of("c"), "that it was not asked is not kept");
  }

  @Test
  void withoutTheApiServerNobodyIsKnownAndNobodyUnknown() {
    isAway = true;
    assertThrows(ApiServerAway.class, () -> callers.of("a"));
    isAway = false;
    assertEquals(new Identity.Known(ANN), callers.of("a"));
  }

  @Test
  void whatCanBeNoTokenIsNotAskedAbout() {
    assertEquals(new Identity.Unknown(), callers.of(""));
    assertEquals(new Identity.Unknown(), callers.of("x".repeat(Callers.LONGEST + 1)));
    assertEquals(List.of(), asked);
  }
}
