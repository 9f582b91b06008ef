// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

/// Whose a token is.
public sealed interface Identity {

  record Known(Caller caller) implements Identity {}

  /// Nobody's, or not for cgrant.
  record Unknown() implements Identity {}

  /// Too many tokens came at once that were not seen before.
  record NotAsked() implements Identity {}
}
