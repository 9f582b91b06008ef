// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

/// What is wrong in a file, and where.
///
/// @param file as the person named it, or `<stdin>`
/// @param line from 1; 0 when the file as a whole is meant
/// @param column from 1; 0 when the line as a whole is meant
/// @param path the field, as `spec.require.limits.max.cpu`; empty when none is meant
/// @param detail what is wrong and what to do
public record FileProblem(String file, int line, int column, String path, String detail) {

  public FileProblem(String file, int line, String path, String detail) {
    this(file, line, 0, path, detail);
  }

  /// As compilers write it, so that editors can jump there: `pods.yaml:12: spec.x: …`, and
  /// `pods.yaml:12:5: …` where the column is known.
  public String sentence() {
    return file
        + (line == 0 ? "" : ":" + line)
        + (column == 0 ? "" : ":" + column)
        + ": "
        + (path.isEmpty() ? "" : path + ": ")
        + detail;
  }
}
