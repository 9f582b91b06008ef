// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import java.util.regex.Pattern;

/// What a pattern has of Unicode that is dear to RE2, told from its text, before RE2 compiles it.
/// Rather more is found than there is: what is quoted or escaped is taken for what it looks like.
final class UnicodeParts {

  private static final Pattern CLASS = Pattern.compile("\\\\[pP]");

  private static final Pattern FOLD = Pattern.compile("\\(\\?[a-zA-Z-]*i");

  /// Of more than ASCII. Under `(?i)`, RE2 looks for the other cases of each character in it.
  private static final Pattern WIDE_RANGE = Pattern.compile("-(?=[^\\x00-\\x7f]|\\\\[x0-7])");

  private static final Pattern ESCAPE = Pattern.compile("\\\\x\\{0*([0-9a-fA-F]*)");

  /// The end of Cyrillic. RE2 asks the Java machine for the other cases of a character, and goes
  /// round them until it is back where it began. Of U+1C80 and others, of which Java knows more
  /// than RE2, it never is.
  private static final int LAST_FOLDED = 0x52f;

  private static final int HEX = 16;
  private static final int MOST_DIGITS = 6;

  private UnicodeParts() {}

  static int classesIn(String pattern) {
    return count(CLASS, pattern) + (folds(pattern) ? count(WIDE_RANGE, pattern) : 0);
  }

  /// Whether RE2 might never end to compile it.
  static boolean areFoldedForever(String pattern) {
    return folds(pattern)
        && (pattern.chars().anyMatch(c -> c > LAST_FOLDED)
            || ESCAPE.matcher(pattern).results().anyMatch(found -> isBeyond(found.group(1))));
  }

  private static boolean folds(String pattern) {
    return FOLD.matcher(pattern).find();
  }

  private static int count(Pattern form, String pattern) {
    return (int) form.matcher(pattern).results().count();
  }

  private static boolean isBeyond(String digits) {
    return digits.length() > MOST_DIGITS
        || (!digits.isEmpty() && Integer.parseInt(digits, HEX) > LAST_FOLDED);
  }
}
