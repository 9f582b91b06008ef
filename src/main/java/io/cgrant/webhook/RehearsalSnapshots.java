// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Enforcement;
import io.cgrant.policy.Grant;
import io.cgrant.policy.LabelSelector;
import io.cgrant.policy.Match;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicySet;
import io.cgrant.policy.Route;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.policy.check.Check;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A cluster that exists only for the warm-up: one namespace, one class, one policy with the given
/// checks.
public final class RehearsalSnapshots implements SnapshotSource {

  private static final String HANDLER = "rehearsal";

  private final Snapshot snapshot;

  public RehearsalSnapshots(List<Check> checks) {
    var everywhere = new Match(Optional.of(LabelSelector.EVERYTHING), Optional.empty(), Set.of());
    var grant = new Grant(Set.of(Route.Name.RuntimeClass), HANDLER, true);
    var policy = new Policy(HANDLER, 1, Enforcement.Enforce, 0, everywhere, grant, checks);
    snapshot =
        new Snapshot(
            true,
            PolicySet.of(List.of(policy)),
            Map.of(HANDLER, HANDLER),
            Set.of(HANDLER),
            Optional.of(Map.of("kubernetes.io/metadata.name", HANDLER)));
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
