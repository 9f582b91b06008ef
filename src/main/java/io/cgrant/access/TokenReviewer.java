// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

import java.util.Optional;

/// Knows whose a token is. Blocks.
@FunctionalInterface
interface TokenReviewer {

  /// @return empty where it is nobody's, or for somebody else
  /// @throws ApiServerAway when there was no answer
  Optional<Caller> review(String token);
}
