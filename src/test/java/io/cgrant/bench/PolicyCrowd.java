// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import io.cgrant.policy.Enforcement;
import io.cgrant.policy.Grant;
import io.cgrant.policy.LabelSelector;
import io.cgrant.policy.Match;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicySet;
import io.cgrant.policy.Route;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.check.Strict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Many policies, exactly one of which speaks for [SamplePod]: each team wrote one for itself.
final class PolicyCrowd {

  /// How a policy names its namespaces.
  enum Selector {
    /// `matchLabels: {team: …}`, another team in each.
    Label,
    /// `matchExpressions: kubernetes.io/metadata.name In […]`, three other names in each.
    NamespaceNames
  }

  private static final String GATED = "cgroup-writable";
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  private PolicyCrowd() {}

  static Snapshot snapshot(int policies, Selector selector) {
    int matching = policies / 2;
    PolicySet set =
        PolicySet.of(
            IntStream.range(0, policies)
                // The one that speaks for the sample has the name that its annotation claims.
                .mapToObj(i -> policy(i == matching ? "ray" : "policy-" + i, i, selector))
                .toList());
    return new Snapshot(
        true, set, Map.of(GATED, GATED), Set.of(GATED), Optional.of(namespaceLabels(matching)));
  }

  private static Policy policy(String name, int i, Selector selector) {
    LabelSelector namespaces =
        switch (selector) {
          case Label -> new LabelSelector(Map.of("team", "team-" + i), List.of());
          case NamespaceNames ->
              new LabelSelector(Map.of(), List.of(new LabelSelector.In(NAME_LABEL, names(i))));
        };
    return new Policy(
        name,
        0,
        Enforcement.Enforce,
        0,
        new Match(Optional.of(namespaces), Optional.empty(), Set.of()),
        new Grant(Set.of(Route.Name.RuntimeClass), GATED, true),
        Strict.CHECKS);
  }

  private static Set<String> names(int i) {
    return Set.of("team-" + i + "-one", "team-" + i + "-two", "team-" + i + "-three");
  }

  /// Ten, as namespaces under a pod security standard and a GitOps tool have.
  private static Map<String, String> namespaceLabels(int team) {
    var labels = new LinkedHashMap<String, String>();
    labels.put(NAME_LABEL, "team-" + team + "-one");
    labels.put("team", "team-" + team);
    labels.put("environment", "production");
    labels.put("cost-center", "4711");
    labels.put("pod-security.kubernetes.io/enforce", "restricted");
    labels.put("pod-security.kubernetes.io/warn", "restricted");
    labels.put("app.kubernetes.io/managed-by", "flux");
    labels.put("app.kubernetes.io/part-of", "machine-learning");
    labels.put("topology.example.com/region", "north");
    labels.put("backup.example.com/schedule", "daily");
    return Map.copyOf(labels);
  }
}
