// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Finds the policies that could match a pod without asking all of them.
///
/// Each policy is filed under one thing a pod must have for it to match, the one that the fewest
/// policies share. A policy that demands nothing of the kind is always a candidate.
final class PolicyIndex {

  private final Map<String, Map<String, int[]>> byNamespaceLabel;
  private final Map<String, Map<String, int[]>> byPodLabel;
  private final Map<String, int[]> byServiceAccount;
  private final int[] always;

  private PolicyIndex(Map<Anchor, List<Integer>> files) {
    byNamespaceLabel = new HashMap<>();
    byPodLabel = new HashMap<>();
    byServiceAccount = new HashMap<>();
    int[] unanchored = {};
    for (var file : files.entrySet()) {
      int[] places = file.getValue().stream().mapToInt(Integer::intValue).toArray();
      switch (file.getKey()) {
        case Anchor.NamespaceLabel(var key, var value) ->
            byNamespaceLabel.computeIfAbsent(key, k -> new HashMap<>()).put(value, places);
        case Anchor.PodLabel(var key, var value) ->
            byPodLabel.computeIfAbsent(key, k -> new HashMap<>()).put(value, places);
        case Anchor.ServiceAccount(var name) -> byServiceAccount.put(name, places);
        case Anchor.Always a -> unanchored = places;
      }
    }
    always = unanchored;
  }

  static PolicyIndex of(List<Policy> ordered) {
    var popularity = new HashMap<Anchor, Integer>();
    for (Policy policy : ordered) {
      for (List<Anchor> choice : Anchor.choices(policy.match())) {
        choice.forEach(anchor -> popularity.merge(anchor, 1, Integer::sum));
      }
    }
    var files = new HashMap<Anchor, List<Integer>>();
    for (int i = 0; i < ordered.size(); i++) {
      for (Anchor anchor : Anchor.rarest(Anchor.choices(ordered.get(i).match()), popularity)) {
        files.computeIfAbsent(anchor, a -> new ArrayList<>()).add(i);
      }
    }
    return new PolicyIndex(files);
  }

  /// Places in the ordered list, ascending, each once.
  int[] candidates(PodView pod, Map<String, String> namespaceLabels) {
    int[] found = always;
    found = addByLabel(found, byNamespaceLabel, namespaceLabels);
    found = addByLabel(found, byPodLabel, pod.labels());
    found = add(found, byServiceAccount.get(pod.spec().serviceAccountName()));
    return found;
  }

  private static int[] addByLabel(
      int[] found, Map<String, Map<String, int[]>> index, Map<String, String> labels) {
    if (index.isEmpty()) {
      return found;
    }
    int[] all = found;
    for (var label : labels.entrySet()) {
      Map<String, int[]> values = index.get(label.getKey());
      if (values != null) {
        all = add(all, values.get(label.getValue()));
      }
    }
    return all;
  }

  private static int[] add(int[] found, int[] more) {
    if (more == null || more.length == 0) {
      return found;
    }
    if (found.length == 0) {
      return more;
    }
    return IntStream.concat(Arrays.stream(found), Arrays.stream(more))
        .sorted()
        .distinct()
        .toArray();
  }
}
