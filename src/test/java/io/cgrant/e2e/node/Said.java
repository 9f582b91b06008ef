// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

/// What a script said, and how it ended.
///
/// @param output standard output and errors together, without spaces at its ends
public record Said(int exitCode, String output) {

  public boolean succeeded() {
    return exitCode == 0;
  }

  public String orThrow() {
    if (!succeeded()) {
      throw new IllegalStateException("ended with " + exitCode + ": " + output);
    }
    return output;
  }
}
