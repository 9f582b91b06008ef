// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodSpec;
import io.cgrant.pod.PodView;
import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Floor;
import java.util.ArrayList;
import java.util.List;

/// Hears a pod that asks: first what no policy can waive, then every policy that speaks for it.
///
/// @param routes the ways the pod takes by itself; a RuntimeClass that a policy would set is not
/// among them
record Hearing(Ask ask, Snapshot snapshot, Asking asking, List<Route> routes) {

  Verdict verdict() {
    var objections = new ArrayList<Objection>();
    Appeal.misunderstandings(ask, asking, routes)
        .forEach(f -> objections.add(Objection.ofFloor(f)));
    for (Check check : Floor.CHECKS) {
      check.examine(ask.pod()).forEach(f -> objections.add(Objection.ofFloor(f)));
    }
    boolean floorHolds = objections.isEmpty();
    List<Policy> candidates =
        snapshot.policies().matching(ask.pod(), snapshot.namespaceLabels().orElseThrow());
    if (candidates.isEmpty()) {
      objections.add(Objection.ofFloor(Appeal.noPolicy(ask)));
    }
    Verdict.Granted tolerant = null;
    for (Policy policy : candidates) {
      List<Objection> beyond = beyondGrant(policy);
      List<Objection> unmet = unmet(policy);
      if (floorHolds && beyond.isEmpty() && unmet.isEmpty()) {
        return new Verdict.Granted(policy, List.of());
      }
      if (floorHolds && beyond.isEmpty() && tolerates(policy) && tolerant == null) {
        tolerant = new Verdict.Granted(policy, unmet);
      }
      objections.addAll(beyond);
      objections.addAll(unmet);
    }
    return tolerant == null ? new Verdict.Refused(List.copyOf(objections)) : tolerant;
  }

  private static boolean tolerates(Policy policy) {
    return switch (policy.enforcement()) {
      case Enforce -> false;
      case Warn, Audit -> true;
    };
  }

  /// What the pod wants and the policy does not give. No enforcement mode tolerates it.
  private List<Objection> beyondGrant(Policy policy) {
    var found = new ArrayList<Objection>(0);
    for (Route route : routes) {
      if (!policy.grant().routes().contains(route.name())) {
        found.add(Objection.of(policy, Appeal.routeNotGranted(route, policy)));
      }
    }
    if (getsClass()) {
      Appeal.unusableClass(policy, snapshot).ifPresent(f -> found.add(Objection.of(policy, f)));
    }
    return found;
  }

  private List<Objection> unmet(Policy policy) {
    var found = new ArrayList<Objection>(0);
    PodView granted = asGranted(policy);
    for (Check check : policy.checks()) {
      for (Finding finding : check.examine(granted)) {
        found.add(Objection.of(policy, finding));
      }
    }
    return found;
  }

  /// Whether the grant would set the RuntimeClass: the pod asks by label, names none, and can still
  /// be changed.
  private boolean getsClass() {
    return asking == Asking.Yes
        && ask.phase() != Ask.Phase.Validate
        && ask.pod().spec().runtimeClassName().isEmpty();
  }

  /// The pod as it would be stored if this policy granted it.
  private PodView asGranted(Policy policy) {
    if (ask.phase() == Ask.Phase.Validate) {
      return ask.pod();
    }
    PodSpec spec = ask.pod().spec();
    if (policy.grant().defaultHostUsers() && spec.hostUsers().isEmpty()) {
      spec = spec.withUserNamespace();
    }
    if (getsClass()) {
      spec = spec.withRuntimeClass(policy.grant().runtimeClassName());
    }
    return ask.pod().withSpec(spec);
  }
}
