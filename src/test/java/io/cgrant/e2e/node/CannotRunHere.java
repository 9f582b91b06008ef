// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

/// This machine cannot be such a node; the message says what it lacks.
final class CannotRunHere extends RuntimeException {

  private static final long serialVersionUID = 1;

  CannotRunHere(String why) {
    super(why);
  }
}
