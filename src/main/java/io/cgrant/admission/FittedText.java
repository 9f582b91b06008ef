// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import java.util.function.IntFunction;

/// Text that has to fit: findings beyond are counted, not cut in half.
///
/// @param mostBytes how long it may be in UTF-8
record FittedText(int mostBytes) {

  /// A sentence and as many lines as fit.
  ///
  /// @param lines how many there are
  /// @param line the one with this index; asked for those that are written, and one more
  /// @param more how many others there are, of which nobody has lines
  String of(String sentence, int lines, IntFunction<String> line, int more) {
    if (lines == 0) {
      return cut(sentence);
    }
    var text = new StringBuilder(sentence).append(": ");
    int used = bytes(text);
    for (int i = 0; i < lines; i++) {
      String next = (i == 0 ? "" : "; ") + line.apply(i);
      String rest = rest(lines - i, more);
      boolean isLast = i == lines - 1 && more == 0;
      int reserved = isLast ? 0 : bytes(rest);
      int wanted = bytes(next);
      if (used + wanted + reserved > mostBytes) {
        return i == 0 ? cut(text + next) : text + rest;
      }
      text.append(next);
      used += wanted;
    }
    return more == 0 ? text.toString() : text + rest(0, more);
  }

  /// Of those that are not kept, the gate does not look for all.
  private static String rest(int left, int more) {
    return "; and " + (more == 0 ? "" : "at least ") + (left + more) + " more";
  }

  /// Not in the middle of a character.
  String cut(String text) {
    if (bytes(text) <= mostBytes) {
      return text;
    }
    int end = Math.min(text.length(), mostBytes);
    while (bytes(text.substring(0, end)) + bytes("…") > mostBytes
        || Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }

  /// What is told of was made printable, so a surrogate is half of a pair.
  private static int bytes(CharSequence text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }
}
