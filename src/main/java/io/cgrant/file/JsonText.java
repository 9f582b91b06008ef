// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.admission.Printable;

/// Writes JSON that says all of a tree, and that a terminal shows and does not obey: JSON may hold
/// some control characters as they are, and marks that turn the direction of text.
public final class JsonText {

  private JsonText() {}

  /// In one line.
  public static String of(JsonNode tree) {
    return escaped(tree.toString());
  }

  /// In many lines, for people.
  public static String pretty(JsonNode tree) {
    return escaped(tree.toPrettyString());
  }

  /// Whatever is not printable stands in a text, but for the ends of lines.
  private static String escaped(String json) {
    if (json.lines().allMatch(line -> Printable.of(line).equals(line))) {
      return json;
    }
    var safe = new StringBuilder(json.length());
    json.codePoints().forEach(c -> safe.append(escaped(c)));
    return safe.toString();
  }

  private static String escaped(int codePoint) {
    String written = Character.toString(codePoint);
    if (codePoint == '\n' || Printable.of(written).equals(written)) {
      return written;
    }
    var escaped = new StringBuilder();
    written.chars().forEach(half -> escaped.append("\\u%04x".formatted(half)));
    return escaped.toString();
  }
}
