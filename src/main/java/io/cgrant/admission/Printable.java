// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

/// Text of somebody else's, made safe to show. Names in a pod are its author's: whatever breaks a
/// header, a line of a log or a terminal, or makes text look like another, is replaced.
public final class Printable {

  private Printable() {}

  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return byCodePoint(text);
      }
    }
    return text;
  }

  /// The same of its beginning, for a line of a log.
  ///
  /// @param longest in characters; what is cut off leaves an ellipsis
  public static String beginning(String text, int longest) {
    return of(text.length() > longest ? text.substring(0, longest) + "…" : text);
  }

  private static String byCodePoint(String text) {
    var shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> shown.appendCodePoint(isPrintable(c) ? c : '?'));
    return shown.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
