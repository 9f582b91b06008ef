// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.policy.Policy;
import java.util.List;

/// What became of a policy that was read.
public sealed interface PolicyReading {

  /// It can decide.
  record Ready(Policy policy) implements PolicyReading {}

  /// It cannot, and grants nothing.
  record Invalid(String name, long generation, List<Problem> problems) implements PolicyReading {}
}
