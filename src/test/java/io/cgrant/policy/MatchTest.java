// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How wide a match is.
final class MatchTest {

  private static final Optional<LabelSelector> NONE = Optional.empty();
  private static final Optional<LabelSelector> ALL = Optional.of(LabelSelector.EVERYTHING);
  private static final Optional<LabelSelector> SOME =
      Optional.of(new LabelSelector(Map.of("team", "ml"), List.of()));
  private static final Set<String> ANYONE = Set.of();
  private static final Set<String> RAY = Set.of("ray-head");

  @Test
  void isEverythingOnlyWhereNothingNarrows() {
    assertEquals(true, new Match(ALL, NONE, ANYONE).isEverything());
    assertEquals(true, new Match(NONE, ALL, ANYONE).isEverything());
    assertEquals(true, new Match(ALL, ALL, ANYONE).isEverything());

    assertEquals(false, new Match(NONE, NONE, ANYONE).isEverything());
    assertEquals(false, new Match(SOME, ALL, ANYONE).isEverything());
    assertEquals(false, new Match(ALL, SOME, ANYONE).isEverything());
    assertEquals(false, new Match(ALL, NONE, RAY).isEverything());
    assertEquals(false, new Match(ALL, NONE, ANYONE, conditions()).isEverything());
  }

  @Test
  void isAnyonesAccountOnlyWhereNoNamespaceIsChosen() {
    assertEquals(true, new Match(NONE, NONE, RAY).isAnyonesAccount());
    assertEquals(true, new Match(ALL, SOME, RAY).isAnyonesAccount());

    assertEquals(false, new Match(SOME, NONE, RAY).isAnyonesAccount());
    assertEquals(false, new Match(ALL, NONE, ANYONE).isAnyonesAccount());
    assertEquals(false, new Match(NONE, NONE, RAY, conditions()).isAnyonesAccount());
  }

  private static List<Condition> conditions() {
    return List.of(new Condition("narrow", "true", Written.TRUE));
  }
}
