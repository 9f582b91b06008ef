// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

/// How large a file may be. Far above any manifest, far below what makes reading one expensive.
final class Bounds {

  static final int MOST_BYTES = 16 * 1024 * 1024;
  static final int DEEPEST = 100;

  /// Counted after aliases are resolved, so that a small file cannot unfold into a large one.
  static final int MOST_VALUES = 500_000;

  private final String file;
  private int values;

  Bounds(String file) {
    this.file = file;
  }

  /// Counts one more value.
  ///
  /// @throws UnreadableFile when it is one too many, or too deep
  void enter(int depth, int line) {
    if (depth > DEEPEST) {
      throw UnreadableFile.at(
          file, line, "nested deeper than " + DEEPEST + " levels; no Kubernetes object needs that");
    }
    values++;
    if (values > MOST_VALUES) {
      throw UnreadableFile.at(
          file,
          line,
          "holds more than "
              + MOST_VALUES
              + " values once its aliases are resolved; split the file");
    }
  }
}
