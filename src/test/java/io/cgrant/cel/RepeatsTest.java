// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import io.cgrant.policy.Evaluation;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RepeatsTest {

  /// What makes a pattern, in all the forms in which a brace or a bracket is none.
  private static final List<String> PIECES =
      List.of(
          "a",
          "(",
          "(?:",
          "(?i)",
          "(?P<n>",
          ")",
          ")",
          "{3}",
          "{2,}",
          "{2,5}",
          "{0}",
          "{,3}",
          "{",
          "[",
          "]",
          "[^]{9}]",
          "[[:alpha:]{9}]",
          "[\\]{9}]",
          "\\Q({9}\\E",
          "\\{",
          "\\(",
          "\\[",
          "\\x{41}",
          "\\x41",
          "\\pL",
          "\\p{Greek}",
          "\\d",
          "\\\\",
          "|",
          "^",
          "$",
          ".",
          "*",
          "+?",
          "?",
          "-",
          "\\b");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(((((x{30}){30}){30}){30}){30})",
        "(?:(?:(?:(?:(?:x{30}){30}){30}){30}){30})",
        "(?i:((((([a{1}]{30}){30}){30}){30}){30}))",
        "(?P<n>(((([]x{1}]{30}){30}){30}){30}){30}",
        "((((\\Q{1}\\E{30}){30}){30}){30}){30}",
        "((((\\x{61}{30}){30}){30}){30}){30}",
        "((((\\p{Greek}{30,}){1,30}){30,30}){30}){30}",
        "((((x*){99}){99}){99}){99}",
        "(((()|x{30}){30}|y){30}){30}",
        "((x{1000}){1000}){1000}",
      })
  void repeatsInRepeatsAreRefusedBeforeTheyAreWrittenOut(String pattern) {
    String said = Evaluated.problem("'a'.matches(r'" + pattern + "')");
    assertTrue(
        said.startsWith(
            "line 1, column 12: the pattern is too large with its repeats written out; put fewer"),
        said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "abc | 3",
        "a{3} | 3",
        "a{3,} | 4",
        "a{3,5} | 5",
        "a{0} | 1",
        "(a{3}){4} | 16",
        "(?i)(?:ab){4} | 13",
        "[a{9}]{2} | 2",
        "[]a{9}]{2} | 2",
        "[^]a{9}]{2} | 2",
        "[[:alpha:]{9}]{2} | 2",
        "[\\]{9}]{2} | 2",
        "\\x{41}{2} | 2",
        "\\p{Greek}{2} | 2",
        "\\{9} | 3",
        "a{,9} | 5",
        "\\Qa{9}\\E{2} | 5",
      })
  void repeatsAreCounted(String pattern, long characters) {
    Pattern.compile(pattern);
    assertEquals(characters, Repeats.charactersOf(pattern));
  }

  /// Each character that is written out is an instruction at least.
  @Test
  void ofWhatRe2TakesNoFewerAreCountedThanItMakes() {
    var random = new Random(1);
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      var pattern = new StringBuilder();
      for (int k = random.nextInt(12); k >= 0; k--) {
        pattern.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      taken += countsEnough(pattern.toString()) ? 1 : 0;
    }
    assertTrue(taken > 1_000, "RE2 took " + taken);
  }

  private static boolean countsEnough(String pattern) {
    long counted = Repeats.charactersOf(pattern);
    if (counted > 100_000) {
      return false;
    }
    try {
      int made = Pattern.compile(pattern).programSize();
      assertTrue(made <= 4 * counted + 8, () -> pattern + ": " + made + ", counted " + counted);
      return true;
    } catch (com.google.re2j.PatternSyntaxException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(registry\\.example\\.com|docker\\.io)/[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(:[0-9]{1,5})?$",
        "^([a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?\\.){1,8}[a-z]{2,63}$",
        "^[a-f0-9]{64}$",
        "(\\x{1000}){50}",
      })
  void ordinaryPatternsAreTaken(String pattern) {
    assertEquals(Evaluation.FALSE, Evaluated.of("'!'.matches(r'" + pattern + "')"));
  }
}
