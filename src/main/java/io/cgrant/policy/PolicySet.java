// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// All policies, in the order they are asked: higher priority first, then by name. Neither
/// verdicts nor messages depend on the order they arrived in.
public final class PolicySet {

  private static final Comparator<Policy> ORDER =
      Comparator.comparingInt(Policy::priority).reversed().thenComparing(Policy::name);

  /// After `ORDER`, which making it needs.
  public static final PolicySet EMPTY = of(List.of());

  private final List<Policy> ordered;
  private final PolicyIndex index;

  private PolicySet(List<Policy> ordered) {
    this.ordered = ordered;
    this.index = PolicyIndex.of(ordered);
  }

  public static PolicySet of(Collection<Policy> policies) {
    return new PolicySet(policies.stream().sorted(ORDER).toList());
  }

  /// The policies that speak for this pod, in order.
  public List<Policy> matching(PodView pod, Map<String, String> namespaceLabels) {
    var found = new ArrayList<Policy>(2);
    for (int i : index.candidates(pod, namespaceLabels)) {
      Policy policy = ordered.get(i);
      if (policy.match().matches(pod, namespaceLabels)) {
        found.add(policy);
      }
    }
    return found;
  }

  /// Whether a policy has rules or conditions.
  public boolean haveExpressions() {
    return ordered.stream()
        .anyMatch(policy -> !policy.rules().isEmpty() || !policy.match().conditions().isEmpty());
  }

  public List<Policy> ordered() {
    return ordered;
  }
}
