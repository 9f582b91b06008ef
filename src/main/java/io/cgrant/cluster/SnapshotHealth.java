// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import java.time.Duration;
import java.util.Optional;

/// How far the snapshots can be trusted.
///
/// @param synced whether everything has been read once; stays true from then on
/// @param age how long it is since every watch was last known to be alive; before that, since the
///     start
/// @param stale whether `age` has passed what a short hiccup explains; decisions go on all the same
public record SnapshotHealth(boolean synced, Duration age, boolean stale) {

  /// What is wrong, for people.
  public Optional<String> problem() {
    if (!stale) {
      return Optional.empty();
    }
    return Optional.of(
        synced
            ? "the cluster cannot be watched; decisions rest on the last snapshot"
            : "the cluster has not been read yet; pods that ask are refused");
  }
}
