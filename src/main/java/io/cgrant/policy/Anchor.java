// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Something a pod must have for a policy to match it.
sealed interface Anchor {
  record NamespaceLabel(String key, String value) implements Anchor {}

  record PodLabel(String key, String value) implements Anchor {}

  record ServiceAccount(String name) implements Anchor {}

  /// Nothing in particular.
  record Always() implements Anchor {}

  /// Every way to file a policy: each choice is a list of which a pod must have at least one.
  static List<List<Anchor>> choices(Match match) {
    var choices = new ArrayList<List<Anchor>>();
    addLabels(choices, match.namespaceSelector(), NamespaceLabel::new);
    addLabels(choices, match.podSelector(), PodLabel::new);
    if (!match.serviceAccounts().isEmpty()) {
      choices.add(match.serviceAccounts().stream().<Anchor>map(ServiceAccount::new).toList());
    }
    if (choices.isEmpty()) {
      choices.add(List.of(new Always()));
    }
    return choices;
  }

  /// The choice whose most popular anchor is the least popular.
  static List<Anchor> rarest(List<List<Anchor>> choices, Map<Anchor, Integer> popularity) {
    return choices.stream()
        .min(Comparator.comparingInt(c -> c.stream().mapToInt(popularity::get).max().orElse(0)))
        .orElseThrow();
  }

  private static void addLabels(
      List<List<Anchor>> choices, Optional<LabelSelector> selector, LabelAnchor anchor) {
    if (selector.isEmpty()) {
      return;
    }
    selector.get().matchLabels().forEach((k, v) -> choices.add(List.of(anchor.at(k, v))));
    for (LabelSelector.Requirement requirement : selector.get().matchExpressions()) {
      if (requirement instanceof LabelSelector.In(var key, var values)) {
        choices.add(values.stream().sorted().map(v -> anchor.at(key, v)).toList());
      }
    }
  }

  @FunctionalInterface
  interface LabelAnchor {
    Anchor at(String key, String value);
  }
}
