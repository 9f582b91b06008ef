// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How often the characters of a pattern stand in what RE2 makes of it, which writes every repeat
/// out: `((x{30}){30}){30}` is 27,000 of them, five deep it is memory for all there is. RE2 says
/// how large a pattern is only once it has made it.
///
/// Reads what RE2 takes; of what it refuses, any number is right.
final class Repeats {

  /// Beyond what can be counted in a pattern, and enough to be too much.
  private static final long TOO_MANY = 1_000_000_000;

  private static final Pattern REPEAT = Pattern.compile("\\{(\\d{1,9})(,(\\d{0,9}))?\\}");

  /// The head of a group, as in `(?i)`, `(?:` and `(?P<name>`.
  private static final Pattern HEAD = Pattern.compile("\\?(P?<[^>]*>|[a-zA-Z-]*:?)");

  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(x\\{[^}]*\\}|x..|[pP]\\{[^}]*\\}|[pP].|[0-7]{1,3}|.)", Pattern.DOTALL);

  /// A bracket as the first of a class stands for itself, as do the names of classes in it.
  private static final Pattern CLASS =
      Pattern.compile("\\[\\^?\\]?(\\[:\\^?[a-z]*:\\]|\\\\.|[^\\]\\\\])*\\]", Pattern.DOTALL);

  private static final String QUOTE = "\\Q";
  private static final String END_OF_QUOTE = "\\E";

  private final String pattern;
  private final Deque<Long> outer = new ArrayDeque<>();
  private int at;
  private long sum;
  private long last;

  private Repeats(String pattern) {
    this.pattern = pattern;
  }

  /// @return more than there are rather than fewer
  static long charactersOf(String pattern) {
    var repeats = new Repeats(pattern);
    while (repeats.at < pattern.length()) {
      repeats.next();
    }
    while (!repeats.outer.isEmpty()) {
      repeats.close();
    }
    return repeats.sum;
  }

  private void next() {
    switch (pattern.charAt(at)) {
      case '(' -> open();
      case ')' -> {
        at++;
        close();
      }
      case '{' -> repeat();
      case '[' -> one(CLASS);
      case '\\' -> escape();
      default -> literal();
    }
  }

  private void open() {
    outer.push(sum);
    sum = 0;
    last = 0;
    at++;
    Matcher head = HEAD.matcher(pattern).region(at, pattern.length());
    at = head.lookingAt() ? head.end() : at;
  }

  /// A group counts as one even where it is empty: its ends are something, too.
  private void close() {
    if (outer.isEmpty()) {
      return;
    }
    last = sum + 1;
    sum = bounded(outer.pop() + last);
  }

  private void repeat() {
    Matcher repeat = REPEAT.matcher(pattern).region(at, pattern.length());
    if (!repeat.lookingAt()) {
      literal();
      return;
    }
    at = repeat.end();
    boolean isOpen = repeat.group(2) != null && repeat.group(3).isEmpty();
    long least = Long.parseLong(repeat.group(1));
    long most = repeat.group(2) == null || isOpen ? least : Long.parseLong(repeat.group(3));
    long repeated = bounded(last * Math.max(1, Math.max(least, most) + (isOpen ? 1 : 0)));
    sum = bounded(sum - last + repeated);
    last = repeated;
  }

  private void escape() {
    if (!pattern.startsWith(QUOTE, at)) {
      one(ESCAPE);
      return;
    }
    int end = pattern.indexOf(END_OF_QUOTE, at);
    int from = at + QUOTE.length();
    sum += (end < 0 ? pattern.length() : end) - from;
    last = 1;
    at = end < 0 ? pattern.length() : end + END_OF_QUOTE.length();
  }

  private void one(Pattern form) {
    Matcher whole = form.matcher(pattern).region(at, pattern.length());
    if (!whole.lookingAt()) {
      literal();
      return;
    }
    at = whole.end();
    sum++;
    last = 1;
  }

  /// What comes behind a character without being one, as `*`, counts: that is one instruction.
  private void literal() {
    char written = pattern.charAt(at++);
    sum++;
    last = "*+?".indexOf(written) < 0 ? 1 : last + 1;
  }

  private static long bounded(long count) {
    return Math.min(count, TOO_MANY);
  }
}
