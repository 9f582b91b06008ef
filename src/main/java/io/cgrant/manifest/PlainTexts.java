// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An object of texts, as labels are, written as [PlainJson] knows it: no blanks, no key twice.
///
/// The parser would copy its whole table of usual keys for the first key that it does not know, and
/// keys of labels are everybody's own.
///
/// @param close the place of the closing bracket
record PlainTexts(Map<String, String> byKey, int close) {

  private static final int NONE = -1;

  /// Empty where [PlainJson] gives up, a value is no text, or something is escaped.
  ///
  /// @param open the place of the opening bracket
  static Optional<PlainTexts> at(byte[] json, PlainJson plain, int open) {
    int close = plain.close(open);
    if (close == PlainJson.NOT_PLAIN) {
      return Optional.empty();
    }
    var byKey = new LinkedHashMap<String, String>();
    int i = open + 1;
    while (i < close) {
      int afterKey = endOfText(json, i);
      int value = afterKey + 1;
      int afterValue = afterKey == NONE ? NONE : endOfText(json, value);
      if (afterValue == NONE) {
        return Optional.empty();
      }
      byKey.put(text(json, i, afterKey), text(json, value, afterValue));
      // Past the comma, or the bracket.
      i = afterValue + 1;
    }
    return Optional.of(new PlainTexts(byKey, close));
  }

  /// The place after the text that begins here; [#NONE] where none does, or one with escapes.
  private static int endOfText(byte[] json, int from) {
    if (json[from] != '"') {
      return NONE;
    }
    int i = from + 1;
    while (json[i] != '"') {
      if (json[i] == '\\') {
        return NONE;
      }
      i++;
    }
    return i + 1;
  }

  private static String text(byte[] json, int from, int after) {
    return new String(json, from + 1, after - from - 2, StandardCharsets.UTF_8);
  }
}
