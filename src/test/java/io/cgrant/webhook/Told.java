// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.SnapshotSource;
import java.time.Duration;
import java.util.function.Supplier;

/// Snapshots as a test tells them; reading once more shows nothing else.
record Told(Supplier<Snapshot> snapshot) implements SnapshotSource {

  @Override
  public Snapshot current(String namespace) {
    return snapshot.get();
  }

  @Override
  public Snapshot refreshed(Ask ask, Duration bound) {
    return snapshot.get();
  }
}
