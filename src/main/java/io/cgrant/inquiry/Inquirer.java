// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Inquiry;
import io.cgrant.policy.check.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Asks the API server what a decision needs to know about one request.
@FunctionalInterface
public interface Inquirer {

  /// Blocks, at most about for `bound`.
  ///
  /// @return what stands against the grant; empty when there was no answer
  Optional<List<Finding>> ask(Ask ask, Inquiry inquiry, Duration bound);
}
