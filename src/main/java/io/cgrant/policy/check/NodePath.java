// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A path on the node, freed of what only looks different: `.`, `..`, doubled and trailing slashes,
/// a missing first slash, and `/var/run`, which is a link to `/run`.
record NodePath(List<String> segments) {

  private static final List<String> VAR_RUN = List.of("var", "run");

  /// The kernel takes none of this length (PATH_MAX, limits.h). Cleaned, it could be a short one.
  private static final int TOO_LONG = 4096;

  private static final NodePath ROOT = new NodePath(List.of());

  NodePath {
    segments = List.copyOf(segments);
  }

  /// Reads a path whose meaning is not in doubt, as our own constants.
  static NodePath of(String written) {
    return readings(written).iterator().next();
  }

  /// What the text can mean. There are two answers where `..` follows `/var/run`: one if the text
  /// is cleaned before it is used, one if the kernel follows the link first.
  /// What is too long to be a path is taken for the root, so for everything.
  static Set<NodePath> readings(String written) {
    if (isTooLong(written)) {
      return Set.of(ROOT);
    }
    var readings = new LinkedHashSet<NodePath>(2);
    readings.add(new NodePath(followVarRun(cleaned(written, List.of()))));
    readings.add(new NodePath(cleaned(written, VAR_RUN)));
    return readings;
  }

  static boolean isTooLong(String written) {
    return written.length() >= TOO_LONG;
  }

  /// The node's root counts as a parent of everything.
  boolean isAtOrBelow(NodePath other) {
    return startsWith(segments, other.segments);
  }

  /// Whether a mount of this path gives access to any of the other: it is the same, a parent or a
  /// part.
  boolean reaches(NodePath other) {
    return isAtOrBelow(other) || other.isAtOrBelow(this);
  }

  @Override
  public String toString() {
    return "/" + String.join("/", segments);
  }

  /// @param link where to leave for `/run` on the way; empty for nowhere
  private static List<String> cleaned(String written, List<String> link) {
    var segments = new ArrayList<String>();
    for (String segment : written.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> {
          if (!segments.isEmpty()) {
            segments.removeLast();
          }
        }
        default -> segments.add(segment);
      }
      if (!link.isEmpty() && segments.equals(link)) {
        segments.removeFirst();
      }
    }
    return segments;
  }

  private static List<String> followVarRun(List<String> segments) {
    return startsWith(segments, VAR_RUN) ? segments.subList(1, segments.size()) : segments;
  }

  private static boolean startsWith(List<String> segments, List<String> prefix) {
    return segments.size() >= prefix.size() && segments.subList(0, prefix.size()).equals(prefix);
  }
}
