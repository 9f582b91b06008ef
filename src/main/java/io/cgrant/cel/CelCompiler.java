// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import io.cgrant.policy.ExpressionCompiler;

/// Compiles and type-checks expressions. The first one takes most of a second, later ones less than
/// a millisecond.
public final class CelCompiler implements ExpressionCompiler {

  @Override
  public Compilation compile(String text) {
    return Dialect.compile(text);
  }

  @Override
  public ExpressionCompiler onlyToCheck() {
    return text -> Dialect.check(text);
  }
}
