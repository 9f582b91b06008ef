// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import io.cgrant.drift.Cause;
import io.cgrant.drift.Drift;
import io.cgrant.drift.Holding;
import io.cgrant.drift.StoredPod;
import io.cgrant.drift.Tolerance;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Manuscript;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Objections;
import io.cgrant.policy.Route;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What a sweep finds, for tests. The UID of a pod is `u-` and its name.
final class Found {

  private static final PodView.Owner REPLICA_SET =
      new PodView.Owner("apps/v1", "ReplicaSet", "head-5d9", "uid-rs");

  private Found() {}

  static Holding refusedToday(String namespace, String name) {
    return drifting(
        namespace, name, Cause.PolicyChanged, new Verdict.Refused(objections()), "ray@3", "why");
  }

  static Holding grantedToday(String namespace, String name) {
    return drifting(
        namespace, name, Cause.NoRecord, new Verdict.NotAsked(List.of()), "", "no grant");
  }

  /// @param record of the grant; empty where there is none
  static Holding drifting(
      String namespace, String name, Cause cause, Verdict today, String record, String sentence) {
    return holding(
        namespace, name, record, Optional.of(new Drift(cause, today, sentence)), Optional.empty());
  }

  static Holding tolerated(String namespace, String name) {
    return holding(
        namespace,
        name,
        "ray@3",
        Optional.empty(),
        Optional.of(new Tolerance("ray", objections(), "would be refused")));
  }

  static Holding sound(String namespace, String name) {
    return holding(namespace, name, "ray@3", Optional.empty(), Optional.empty());
  }

  private static Objections objections() {
    var finding = new Finding("spec.containers[0]", Reason.LimitMissing, "set a limit");
    var same = new Objection(Optional.of("ray"), OptionalLong.of(3), finding);
    return Objections.of(List.of(same, same));
  }

  private static Holding holding(
      String namespace,
      String name,
      String record,
      Optional<Drift> drift,
      Optional<Tolerance> tolerance) {
    var view =
        new PodView(
            name,
            Map.of(),
            Map.of(),
            Optional.of(REPLICA_SET),
            false,
            Pods.granted().withRuntimeClass("cgroup-writable").view().spec());
    return new Holding(
        new StoredPod(namespace, "u-" + name, Optional.empty(), view, Manuscript.NONE),
        Set.of(Route.Name.RuntimeClass),
        Optional.of(record).filter(text -> !text.isEmpty()),
        drift,
        tolerance);
  }
}
