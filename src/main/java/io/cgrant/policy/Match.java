// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodView;
import io.cgrant.policy.check.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which pods a policy speaks for. What is left out does not narrow; a match with nothing in it
/// matches nothing.
///
/// @param serviceAccounts names in the pod's own namespace; empty means left out
/// @param conditions must all be true; they only narrow, and are asked last
public record Match(
    Optional<LabelSelector> namespaceSelector,
    Optional<LabelSelector> podSelector,
    Set<String> serviceAccounts,
    List<Condition> conditions) {

  public Match {
    serviceAccounts = Set.copyOf(serviceAccounts);
    conditions = List.copyOf(conditions);
  }

  /// Without conditions.
  public Match(
      Optional<LabelSelector> namespaceSelector,
      Optional<LabelSelector> podSelector,
      Set<String> serviceAccounts) {
    this(namespaceSelector, podSelector, serviceAccounts, List.of());
  }

  /// All but the conditions, which need more than the pod.
  public boolean matches(PodView pod, Map<String, String> namespaceLabels) {
    if (isEmpty()) {
      return false;
    }
    return namespaceSelector.map(s -> s.matches(namespaceLabels)).orElse(true)
        && podSelector.map(s -> s.matches(pod.labels())).orElse(true)
        && choosesAccount(pod);
  }

  private boolean choosesAccount(PodView pod) {
    return serviceAccounts.isEmpty() || serviceAccounts.contains(pod.spec().serviceAccountName());
  }

  /// Why it does not match; none where it does.
  List<Miss> misses(PodView pod, Map<String, String> namespaceLabels) {
    if (isEmpty()) {
      return List.of(new Miss("match", "it is empty, and so matches nothing"));
    }
    var misses = new ArrayList<Miss>();
    namespaceSelector.ifPresent(
        s -> s.unmet(namespaceLabels).forEach(u -> misses.add(new Miss("namespaceSelector", u))));
    podSelector.ifPresent(
        s -> s.unmet(pod.labels()).forEach(u -> misses.add(new Miss("podSelector", u))));
    if (!choosesAccount(pod)) {
      misses.add(
          new Miss(
              "serviceAccounts",
              "the pod's is \""
                  + pod.spec().serviceAccountName()
                  + "\", and it names "
                  + new TreeSet<>(serviceAccounts)));
    }
    return misses;
  }

  /// @param field of `match` that does not choose the pod
  /// @param detail what it wants and what is there
  public record Miss(String field, String detail) {
    public Miss {
      detail = Finding.shortened(detail);
    }
  }

  /// Whether it speaks for every pod of every namespace that asks.
  public boolean isEverything() {
    return !isEmpty()
        && serviceAccounts.isEmpty()
        && conditions.isEmpty()
        && namespaceSelector.map(LabelSelector.EVERYTHING::equals).orElse(true)
        && podSelector.map(LabelSelector.EVERYTHING::equals).orElse(true);
  }

  /// Whether it chooses pods by the name of their ServiceAccount in whatever namespace: whoever may
  /// make a ServiceAccount anywhere can then be spoken for.
  public boolean isAnyonesAccount() {
    return !serviceAccounts.isEmpty()
        && conditions.isEmpty()
        && namespaceSelector.map(LabelSelector.EVERYTHING::equals).orElse(true);
  }

  private boolean isEmpty() {
    return namespaceSelector.isEmpty() && podSelector.isEmpty() && serviceAccounts.isEmpty();
  }
}
