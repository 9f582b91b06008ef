// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.admission.AuditEntry;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.SnapshotSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Consumer;

/// Who gets what.
class Wiring {

  @Produces
  @Singleton
  SnapshotSource snapshots(Configuration configuration) {
    return new SnapshotSource() {
      @Override
      public Snapshot current(String namespace) {
        return Snapshot.UNSYNCED;
      }

      @Override
      public Snapshot refreshed(Ask ask, Duration bound) {
        return Snapshot.UNSYNCED;
      }
    };
  }

  @Produces
  @Singleton
  Consumer<AuditEntry> audit() {
    return entry -> {};
  }
}
