// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What the patterns of one expression may hold together: RE2 has no bound of its own, and keeps
/// kilobytes for two letters, as `\pL`. What cannot be compiled in no time is refused unseen.
///
/// For one expression.
final class PatternBudget {

  /// In compiled instructions, of some 64 bytes: those of the largest policy, with 32 expressions,
  /// hold 2 MB.
  static final int LARGEST = 1000;

  private static final int LONGEST = 256;

  /// Of characters, with repeats written out: far more than instructions may come of them, few
  /// enough to be compiled and counted exactly.
  private static final int LARGEST_WRITTEN_OUT = 10_000;

  /// What RE2 holds for a class of Unicode is 5 KB at most, for `\p{Ll}`: so many instructions.
  private static final int PER_CLASS = 80;

  /// A pattern that stands twice is compiled once.
  private final Set<String> seen = new HashSet<>();

  private int left = LARGEST;

  /// @return what is wrong with the next pattern, after all before it
  Optional<String> problem(String written) {
    if (!seen.add(written)) {
      return Optional.empty();
    }
    return unseen(written).or(() -> compiled(written));
  }

  /// In compiled instructions, where what a class holds counts as so many.
  static int sizeOf(Pattern compiled) {
    return compiled.programSize() + PER_CLASS * UnicodeParts.classesIn(compiled.pattern());
  }

  /// Before it is compiled.
  private Optional<String> unseen(String written) {
    if (written.length() > LONGEST) {
      return Optional.of("the pattern is longer than " + LONGEST + " characters");
    }
    if (Repeats.charactersOf(written) > LARGEST_WRITTEN_OUT) {
      return Optional.of(
          "the pattern is too large with its repeats written out; put fewer in one another");
    }
    if (UnicodeParts.areFoldedForever(written)) {
      return Optional.of(
          "the pattern has (?i) and a character beyond U+052F; write both of its cases, without"
              + " (?i)");
    }
    return PER_CLASS * UnicodeParts.classesIn(written) > left
        ? Optional.of(tooLarge())
        : Optional.empty();
  }

  private Optional<String> compiled(String written) {
    try {
      left -= sizeOf(Pattern.compile(written));
      return left < 0 ? Optional.of(tooLarge()) : Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of("not a pattern in RE2: " + e.getMessage());
    }
  }

  private static String tooLarge() {
    return "the pattern is too large, with those before it in the expression; repeat less, and write"
        + " fewer classes such as \\p{L}";
  }
}
