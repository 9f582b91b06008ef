// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

/// What is wrong at one place of a manifest.
///
/// @param path of the field, as `spec.require.limits.max.cpu`; empty for the whole object
/// @param detail what is wrong, and the way out
public record Problem(String path, String detail) {

  /// As one line, `path: detail`.
  @Override
  public String toString() {
    return path.isEmpty() ? detail : path + ": " + detail;
  }
}
