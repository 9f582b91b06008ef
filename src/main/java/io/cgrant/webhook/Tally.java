// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Verdict;

/// Hears what became of each request, and returns at once. Called by the event loop.
public interface Tally {

  void decided(Ask ask, Verdict verdict);

  /// @param nanos from the last byte of the request
  void answered(EndpointPath path, long nanos);

  /// Instead of an answer.
  void rejected(Rejection rejection);
}
