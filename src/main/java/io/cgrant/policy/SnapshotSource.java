// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.time.Duration;

/// Gives one snapshot per request. Safe for use by many threads.
public interface SnapshotSource {

  /// From memory, at once.
  ///
  /// @param namespace the one the request is for
  Snapshot current(String namespace);

  /// As [#current], after one live read of what memory lacked for this request: its namespace or
  /// its RuntimeClass. Blocks, at most for `bound`; what could not be read in time is still
  /// missing from the answer.
  Snapshot refreshed(Ask ask, Duration bound);

  /// The same snapshot with the answer to an inquiry about this request. Blocks, at most about for
  /// `bound`; what got no answer in time is still missing.
  default Snapshot inquired(Ask ask, Snapshot snapshot, Inquiry inquiry, Duration bound) {
    return snapshot;
  }
}
