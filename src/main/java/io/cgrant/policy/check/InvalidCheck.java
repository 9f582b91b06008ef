// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

/// A policy stanza that makes no sense.
public final class InvalidCheck extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /// @param field the stanza's field below `spec`, as `require.limits.max.cpu`
  /// @param problem what is wrong with it and what would be right
  public InvalidCheck(String field, String problem) {
    super(problem, null, false, false);
    this.field = field;
  }

  public String field() {
    return field;
  }
}
