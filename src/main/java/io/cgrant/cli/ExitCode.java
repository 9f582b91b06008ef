// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

/// What the program tells the shell.
enum ExitCode {
  /// Every object is granted, or asks for nothing.
  ALL_WELL(0),
  /// At least one object is refused, or could not be decided.
  SOME_REFUSED(1),
  /// A file, a policy or an option could not be read.
  UNREADABLE_INPUT(2),
  /// A mistake in cgrant.
  OUR_FAULT(3);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
