// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import java.util.Optional;

/// Counts answers.
@FunctionalInterface
public interface ApiTally {

  /// @param route empty where there is no such path
  void answered(Optional<ApiRoute> route, ApiOutcome outcome);
}
