// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

/// The work that a request may cost is done. An error, because what `&&`, `||` and the loops of CEL
/// do with an exception is to go on.
final class OutOfEffort extends Error {
  private static final long serialVersionUID = 1L;

  static final OutOfEffort IT = new OutOfEffort();

  private OutOfEffort() {
    super("out of effort", null, false, false);
  }
}
