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
import java.util.function.Supplier;

/// A cluster that exists only for the warm-up: one policy, the class it grants, one namespace.
///
/// The policy has a rule where one of the real ones has: expressions are a second's worth of code
/// that nobody else should load.
final class RehearsalSnapshots implements SnapshotSource {

  private final SnapshotSource real;
  private final Supplier<Policy> plain;
  private final Supplier<Policy> withRule;
  private Optional<Snapshot> snapshot = Optional.empty();

  RehearsalSnapshots(SnapshotSource real, Supplier<Policy> plain, Supplier<Policy> withRule) {
    this.real = real;
    this.plain = plain;
    this.withRule = withRule;
  }

  private static Snapshot around(Policy policy) {
    String name = policy.grant().runtimeClassName();
    return new Snapshot(
        true,
        PolicySet.of(List.of(policy)),
        Map.of(name, name),
        Set.of(name),
        Optional.of(Map.of("kubernetes.io/metadata.name", name)));
  }

  @Override
  public synchronized Snapshot current(String namespace) {
    if (snapshot.isEmpty()) {
      boolean areExpressionsInUse = real.current(namespace).policies().haveExpressions();
      snapshot = Optional.of(around((areExpressionsInUse ? withRule : plain).get()));
    }
    return snapshot.get();
  }

  @Override
  public Snapshot refreshed(Ask ask, Duration bound) {
    return current(ask.subject().namespace());
  }
}
