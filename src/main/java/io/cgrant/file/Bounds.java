// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

/// How large a file may be.
///
/// @param bytes of the file
/// @param values counted after aliases are resolved, so that a small file cannot unfold into
/// a large one
public record Bounds(int bytes, int values) {

  /// Far above any manifest, far below what makes reading one expensive.
  public static final Bounds OF_FILES = new Bounds(16 * 1024 * 1024, 500_000);

  static final int DEEPEST = 100;

  /// As people say it: `16 MiB`.
  String size() {
    int mebibytes = bytes / 1024 / 1024;
    return mebibytes > 0 ? mebibytes + " MiB" : bytes / 1024 + " KiB";
  }

  UnreadableFile tooMany(String file, int line) {
    return UnreadableFile.at(
        file,
        line,
        "holds more than " + values + " values once its aliases are resolved; split the file");
  }

  Count in(String file) {
    return new Count(file);
  }

  /// What was met in one file.
  final class Count {

    private final String file;
    private int met;

    private Count(String file) {
      this.file = file;
    }

    /// Counts one more value.
    ///
    /// @throws UnreadableFile when it is one too many, or too deep
    void enter(int depth, int line) {
      if (depth > DEEPEST) {
        throw UnreadableFile.at(
            file,
            line,
            "nested deeper than " + DEEPEST + " levels; no Kubernetes object needs that");
      }
      met++;
      if (met > values) {
        throw tooMany(file, line);
      }
    }
  }
}
