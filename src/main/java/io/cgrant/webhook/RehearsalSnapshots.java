// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicySet;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.SnapshotSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A cluster that exists only for the warm-up: one policy, the class it grants, one namespace.
final class RehearsalSnapshots implements SnapshotSource {

  private final Snapshot snapshot;

  RehearsalSnapshots(Policy policy) {
    String name = policy.grant().runtimeClassName();
    snapshot =
        new Snapshot(
            true,
            PolicySet.of(List.of(policy)),
            Map.of(name, name),
            Set.of(name),
            Optional.of(Map.of("kubernetes.io/metadata.name", name)));
  }

  @Override
  public Snapshot current(String namespace) {
    return snapshot;
  }

  @Override
  public Snapshot refreshed(Ask ask, Duration bound) {
    return snapshot;
  }
}
