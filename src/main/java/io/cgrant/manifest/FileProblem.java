// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

/// What is wrong in a file, and where.
///
/// @param file as the person named it, or `<stdin>`
/// @param line from 1; 0 when the file as a whole is meant
/// @param path the field, as `spec.require.limits.max.cpu`; empty when none is meant
/// @param detail what is wrong and what to do
public record FileProblem(String file, int line, String path, String detail) {

  /// As compilers write it, so that editors can jump there: `pods.yaml:12: spec.x: …`.
  public String sentence() {
    return file
        + (line == 0 ? "" : ":" + line)
        + ": "
        + (path.isEmpty() ? "" : path + ": ")
        + detail;
  }
}
