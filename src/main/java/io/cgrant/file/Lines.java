// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import java.util.Map;
import java.util.Optional;

/// The line of every field of an object, as a tree beside the object's own.
///
/// @param line from 1, where the field's name stands (for a list item: where the item begins)
/// @param below by member name; by position for the items of a list
record Lines(int line, Map<String, Lines> below) {

  /// The line of a field, or of its nearest ancestor that is written.
  ///
  /// @param path as findings name it: `spec.containers[0].image`, `metadata.labels[example.com/a]`
  int of(String path) {
    Lines at = this;
    String rest = path;
    while (!rest.isEmpty()) {
      Optional<String> step = at.step(rest);
      if (step.isEmpty()) {
        return at.line;
      }
      at = at.below.get(step.get());
      rest = rest.substring(width(rest, step.get()));
    }
    return at.line;
  }

  /// The member that the path begins with. A name may have dots of its own, so the longest wins.
  private Optional<String> step(String path) {
    if (path.startsWith("[")) {
      int end = path.indexOf(']');
      return Optional.of(end < 0 ? "" : path.substring(1, end)).filter(below::containsKey);
    }
    String bare = path.startsWith(".") ? path.substring(1) : path;
    return below.keySet().stream()
        .filter(name -> bare.startsWith(name) && endsAt(bare, name.length()))
        .max((a, b) -> Integer.compare(a.length(), b.length()));
  }

  private static boolean endsAt(String path, int end) {
    return path.length() == end || path.charAt(end) == '.' || path.charAt(end) == '[';
  }

  private static int width(String path, String step) {
    return step.length()
        + switch (path.charAt(0)) {
          case '[' -> 2;
          case '.' -> 1;
          default -> 0;
        };
  }
}
