// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

/// Sees to it that the name of an ordinary RuntimeClass never stands for a gated handler: pods that
/// name it are let by, and may still wait to run when the class is another one.
@FunctionalInterface
public interface NameGuard {

  /// Blocks. Call it only for the name of a class that is there: no name is ever forgotten.
  ///
  /// @return false when the name is not guarded and could not be
  boolean guards(String className);
}
