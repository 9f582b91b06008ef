// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PatternsTest {

  @Test
  void aPatternIsCompiledOnce() {
    var patterns = new Patterns(100_000);
    assertSame(patterns.of("a+"), patterns.of("a+"));
    assertTrue(patterns.holds("a+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\\pL\\pL\\pL\\pL\\pL\\pL", "a{500}", "(a?)(b?)(c?)(d?)(e?){200}"})
  void whateverIsCompiledNoMoreIsHeld(String large) {
    var patterns = new Patterns(500_000);
    for (int i = 0; i < 2_000; i++) {
      patterns.of("^" + i + large).matcher("aaa").find();
      assertTrue(patterns.bytes() <= 500_000, "after " + i + ": " + patterns.bytes());
    }
  }

  @Test
  void theLettersOfUnicodeCountAsTheKilobytesThatTheyAre() {
    var patterns = new Patterns(1_000_000);
    patterns.of("\\p{Ll}".repeat(12));
    assertTrue(patterns.bytes() >= 12 * 4_936, () -> "held " + patterns.bytes());
  }

  /// What stands in them is kept for each place that is tried at once.
  @Test
  void groupsCountForEachInstruction() {
    var patterns = new Patterns(10_000_000);
    patterns.of("(" + "(a?)".repeat(40) + "){6}");
    assertTrue(patterns.bytes() >= 2 * 207_000, () -> "held " + patterns.bytes());
  }

  @Test
  void onePatternThatIsTooLargeForAllIsNotKept() {
    var patterns = new Patterns(10_000);
    assertTrue(patterns.of("a{900}").matcher("a".repeat(900)).find());
    assertFalse(patterns.holds("a{900}"));
  }

  @Test
  void thoseOfAnExpressionThatIsOnlyCheckedTakeNoRoom() {
    var compiler = new CelCompiler();
    IntStream.range(0, 10)
        .forEach(i -> compiler.onlyToCheck().compile("'a'.matches('^checked-" + i + "')"));
    compiler.compile("'a'.matches('^kept')");
    assertFalse(Patterns.KEPT.holds("^checked-9"));
    assertTrue(Patterns.KEPT.holds("^kept"));
  }
}
