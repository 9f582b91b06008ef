// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import io.cgrant.policy.Evaluation;
import io.cgrant.trouble.Soon;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What would hold megabytes, or never end, is refused before RE2 sees it.
final class PatternBudgetTest {

  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  private static final String TOO_LARGE = "the pattern is too large, with those before it";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\pL",
        "\\PL",
        "[^\\pL]",
        "[\\p{Ll}]",
        "\\p{^Lu}",
        "(?i)\\pL",
        "\\pL|",
        "(?i)[A-\\x{52f}]",
        "(?i)[B-\\x{4ff}]",
        "(?i)[A-\u052f]",
      })
  void manyClassesOfUnicodeAreRefused(String written) {
    assertRefused("r'" + written.repeat(256 / written.length()) + "'", TOO_LARGE);
  }

  /// With the case of each character of a range folded, RE2 goes round the cases of these for ever.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)\u1c80",
        "(?i)[\u1c80]",
        "(?i)\\x{1c80}",
        "(?i)[\\x{0001C88}]",
        "(?i)\\Q\u1c85\\E",
        "(?i)[B-\\x{1E942}]",
        "(?i)[B-\ud83a\udd42]",
        "(?s-m)(?:a(?sUi:\u1c80))",
        "(?i)\\x{99999999999}",
        "(?-si)(?i)\u1c80",
      })
  void noPatternIsFoldedForEver(String written) {
    assertRefused("r'" + written + "'", "the pattern has (?i) and a character beyond U+052F");
  }

  /// A Java machine may know cases that the one before it did not.
  @Test
  void whatMayBeFoldedComesToAnEnd() {
    Soon.within(
        AT_ONCE,
        () -> {
          for (int c = 0; c <= 0x52f; c++) {
            Pattern.compile("(?i)\\x{%x}[\\x{%x}]".formatted(c, c));
          }
        });
  }

  private static void assertRefused(String pattern, String problem) {
    String said =
        Soon.within(AT_ONCE, () -> Evaluated.problem("'a' == 'a' && 'a'.matches(" + pattern + ")"));
    assertTrue(said.startsWith("line 1, column 26: " + problem), said);
    assertTrue(said.contains("at \"("), said);
  }

  @Test
  void thePatternsOfAnExpressionAreBoundedTogether() {
    String said =
        Evaluated.problem(
            "'a'.matches('a{400}')\n || 'a'.matches('b{400}') || 'a'.find('c{400}') == ''");
    assertTrue(said.startsWith("line 2, column 38: " + TOO_LARGE), said);
    said = Evaluated.problem("'a'.matches(r'\\pL{3}x\\pL{3}')".replace("x", "\\pL".repeat(11)));
    assertTrue(said.startsWith("line 1, column 12: " + TOO_LARGE), said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The same one, which is there once.
        "'a'.matches('a{400}') || 'a'.matches('a{400}') || 'a'.find('a{400}') == ''",
        "'\u00e9t\u00e9 1'.matches(r'^[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}-]* ?[\\p{L}\\p{Nd}]$')",
        "'\u041f\u0440\u0438\u0432\u0435\u0442'.matches(r'(?i)^\u043f[\u0430-\u044f]+$')",
        "'AbC'.matches('(?i)^[a-c]{3}$')",
        "'\u1c80'.matches('^\u1c80$') && '\u4e00'.matches(r'[\\x{4e00}-\\x{9fff}]')",
        "'ray-head'.matches('^[^A-Z]+$') && 'x86'.matches(r'(?i)^X\\d+$')",
      })
  void ordinaryPatternsAreTaken(String expression) {
    String taken = expression.contains("a{400}") ? "!(" + expression + ") || true" : expression;
    assertEquals(Evaluation.TRUE, Evaluated.of(taken));
  }
}
