// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import java.util.Optional;

/// Knows the policies that are stored.
@FunctionalInterface
public interface PolicySource {

  /// Knows none.
  PolicySource NONE = policy -> Optional.empty();

  /// Returns at once.
  ///
  /// @return the `uid` of the object, by which `kubectl describe` finds its Events; empty where
  ///     there is no such policy
  Optional<String> uid(String policy);
}
