// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.drift.Cause;
import io.cgrant.drift.Drift;
import io.cgrant.drift.Holding;
import io.cgrant.drift.StoredPod;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Manuscript;
import io.cgrant.policy.Route;
import io.cgrant.policy.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Pods that run, for tests.
public final class Drifting {

  private Drifting() {}

  public static Holding by(Cause cause, String sentence) {
    return by(cause, sentence, Entries.refused("head-1").verdict());
  }

  public static Holding by(Cause cause, String sentence, Verdict today) {
    return holding(Optional.of(new Drift(cause, today, sentence)));
  }

  public static Holding settled() {
    return holding(Optional.empty());
  }

  private static Holding holding(Optional<Drift> drift) {
    var view =
        new PodView(
            "head-1",
            Map.of(),
            Map.of(),
            Optional.of(Entries.REPLICA_SET),
            false,
            Pods.granted().withRuntimeClass("cgroup-writable").view().spec());
    var pod =
        new StoredPod(
            "ml-prod",
            "uid-pod",
            Optional.of(Instant.parse("2026-11-24T09:00:00Z")),
            view,
            Manuscript.NONE);
    return new Holding(pod, Set.of(Route.Name.RuntimeClass), Optional.of("ray@3"), drift);
  }
}
