// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

/// Makes an expression of its text. Safe for use by many threads.
public interface ExpressionCompiler {

  Compilation compile(String text);

  /// One for expressions that are never evaluated, as nobody keeps their policy: it says the same,
  /// and prepares nothing.
  default ExpressionCompiler onlyToCheck() {
    return this;
  }

  /// What came of a text.
  sealed interface Compilation {

    record Compiled(Expression expression) implements Compilation {}

    /// @param problem with its place, as `line 1, column 7: …`
    record Malformed(String problem) implements Compilation {}
  }
}
