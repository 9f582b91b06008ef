// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.trouble.Soon;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "*, a.b, true",
    "*, a/b, false",
    "*/*, a/b, true",
    "a.*, a.b, true",
    "a.*, b.b, false",
    "?.b, a.b, true",
    "?, /, false",
    "*b*, abc, true",
    "*b*, acd, false",
    "a*, a, true",
    "a, ab, false",
    "ab, a, false"
  })
  void aStarCrossesNoSlash(String pattern, String name, boolean matches) {
    assertEquals(matches, Glob.matches(pattern, name));
  }

  @Test
  void aPatternOfManyStarsIsNoWork() {
    String pattern = "*a".repeat(50_000);
    Soon.within(Duration.ofSeconds(5), () -> Glob.matches(pattern, "a".repeat(60) + "b"));
  }
}
