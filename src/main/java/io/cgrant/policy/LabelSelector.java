// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// A Kubernetes label selector: everything in it must hold, and an empty one holds for all.
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {

  public static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());

  public LabelSelector {
    matchLabels = Map.copyOf(matchLabels);
    matchExpressions = List.copyOf(matchExpressions);
  }

  public boolean matches(Map<String, String> labels) {
    for (var wanted : matchLabels.entrySet()) {
      if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    for (Requirement requirement : matchExpressions) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /// One entry of `matchExpressions`.
  public sealed interface Requirement {
    String key();

    /// As in Kubernetes, a label that is missing is not in any set: `NotIn` holds for it.
    default boolean matches(Map<String, String> labels) {
      return switch (this) {
        case In(var key, var values) ->
            values.contains(labels.getOrDefault(key, "")) && labels.containsKey(key);
        case NotIn(var key, var values) ->
            !labels.containsKey(key) || !values.contains(labels.get(key));
        case Exists(var key) -> labels.containsKey(key);
        case DoesNotExist(var key) -> !labels.containsKey(key);
      };
    }
  }

  public record In(String key, Set<String> values) implements Requirement {
    public In {
      values = Set.copyOf(values);
    }
  }

  public record NotIn(String key, Set<String> values) implements Requirement {
    public NotIn {
      values = Set.copyOf(values);
    }
  }

  public record Exists(String key) implements Requirement {}

  public record DoesNotExist(String key) implements Requirement {}
}
