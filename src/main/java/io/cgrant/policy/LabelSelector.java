// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A Kubernetes label selector: everything in it must hold, and an empty one holds for all.
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {

  public static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());

  /// Which no label has: a star is no part of one.
  private static final String ANY_OTHER = "*";

  public LabelSelector {
    matchLabels = Map.copyOf(matchLabels);
    matchExpressions = List.copyOf(matchExpressions);
  }

  public boolean matches(Map<String, String> labels) {
    for (var wanted : matchLabels.entrySet()) {
      if (!isThere(wanted, labels)) {
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

  private static boolean isThere(Map.Entry<String, String> wanted, Map<String, String> labels) {
    return wanted.getValue().equals(labels.get(wanted.getKey()));
  }

  /// What does not hold, as what is there and what is wanted, in an order that never changes.
  List<String> unmet(Map<String, String> labels) {
    var unmet = new ArrayList<String>();
    for (var wanted : new TreeMap<>(matchLabels).entrySet()) {
      if (!isThere(wanted, labels)) {
        unmet.add(found(wanted.getKey(), labels) + ", wanted is \"" + wanted.getValue() + "\"");
      }
    }
    for (Requirement requirement : matchExpressions) {
      if (!requirement.matches(labels)) {
        unmet.add(found(requirement.key(), labels) + ", wanted is " + requirement.wanted());
      }
    }
    return unmet;
  }

  /// A label of which everything together is wanted that no value meets, and neither does its
  /// absence: nothing is selected. Empty where each can be met.
  ///
  /// @param limited labels that have one of these values, or are not there; any other may have any
  public Optional<String> impossible(Map<String, Set<String>> limited) {
    var keys = new TreeSet<>(matchLabels.keySet());
    matchExpressions.forEach(requirement -> keys.add(requirement.key()));
    return keys.stream()
        .filter(
            key -> {
              LabelSelector wanted = of(key);
              return !wanted.matches(Map.of())
                  && limited.getOrDefault(key, wanted.distinct()).stream()
                      .noneMatch(value -> wanted.matches(Map.of(key, value)));
            })
        .findFirst();
  }

  /// What it wants of one label.
  private LabelSelector of(String key) {
    var labels = new TreeMap<>(matchLabels);
    labels.keySet().retainAll(Set.of(key));
    return new LabelSelector(
        labels, matchExpressions.stream().filter(r -> r.key().equals(key)).toList());
  }

  /// The values that it tells apart, and one for all others.
  private Set<String> distinct() {
    var values = new TreeSet<>(matchLabels.values());
    for (Requirement requirement : matchExpressions) {
      switch (requirement) {
        case In(var key, var wanted) -> values.addAll(wanted);
        case NotIn(var key, var unwanted) -> values.addAll(unwanted);
        case Exists(var key) -> {}
        case DoesNotExist(var key) -> {}
      }
    }
    values.add(ANY_OTHER);
    return values;
  }

  private static String found(String key, Map<String, String> labels) {
    String value = labels.get(key);
    return "label " + key + " is " + (value == null ? "not there" : "\"" + value + "\"");
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

    /// As part of a sentence.
    default String wanted() {
      return switch (this) {
        case In(var key, var values) -> "one of " + new TreeSet<>(values);
        case NotIn(var key, var values) -> "none of " + new TreeSet<>(values);
        case Exists(var key) -> "any value";
        case DoesNotExist(var key) -> "no such label";
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
