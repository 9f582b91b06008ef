// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

/// Input that cannot be read without guessing: bad JSON, a duplicate key, a value of the wrong
/// type.
public final class Unreadable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message where and what: `/spec/hostUsers: expected true or false, found a number`
  public Unreadable(String message) {
    super(message, null, false, false);
  }
}
