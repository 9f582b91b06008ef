// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

/// Makes an expression of its text. Safe for use by many threads.
public interface ExpressionCompiler {

  Compilation compile(String text);

  /// What came of a text.
  sealed interface Compilation {

    record Compiled(Expression expression) implements Compilation {}

    /// @param problem with its place, as `line 1, column 7: …`
    record Malformed(String problem) implements Compilation {}
  }
}
