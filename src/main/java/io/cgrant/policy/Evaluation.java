// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

/// What came of an expression. There is no middle: what is neither true nor false has failed.
public sealed interface Evaluation {

  record True() implements Evaluation {}

  record False() implements Evaluation {}

  /// @param why a sentence for the person who wrote the expression
  /// @param wayOut for the person whose pod it is
  record Failed(String why, String wayOut) implements Evaluation {

    /// For this pod.
    public Failed(String why) {
      this(why, "change in the pod what it reads");
    }
  }

  Evaluation TRUE = new True();
  Evaluation FALSE = new False();
}
