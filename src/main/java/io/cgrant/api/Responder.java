// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

/// Answers one route.
@FunctionalInterface
interface Responder {

  /// Blocks.
  ///
  /// @param by who was let in
  Reply answer(Question question, Doorkeeper.Admission.In by, byte[] body);
}
