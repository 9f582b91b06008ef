// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import java.util.List;
import java.util.stream.Stream;

/// What tells the series of one metric apart.
///
/// @param values all that it can have; of [Name#policy], those beside the names of policies
public record Label(Name name, List<String> values) {

  /// What a label may be called: this is the whole list. No namespace, pod, container or user is on
  /// it, since whoever makes them would make series. Nor is a name that a scrape writes itself
  /// (Prometheus' `job` and `instance`, the operator's `endpoint`, `service`, …), which would end
  /// as `exported_…`.
  public enum Name {
    cause,
    change,
    operation,
    outcome,
    path,
    phase,
    policy,
    reason,
    route,
    signal,
    state,
    verdict
  }

  /// How many policies have series of their own.
  public static final int MOST_POLICIES = 1_000;

  /// The value that policies share for which there are no series. No policy is called so: it has
  /// parentheses.
  public static final String OTHERS = "(others)";

  public Label {
    values = List.copyOf(values);
  }

  static Label of(Name name, Enum<?>... values) {
    return new Label(name, Stream.of(values).map(Enum::name).toList());
  }

  static Label ofPolicies() {
    return new Label(Name.policy, List.of(OTHERS));
  }

  /// Whether it has values that nobody knows beforehand.
  public boolean isOpen() {
    return name == Name.policy;
  }

  boolean allows(String value) {
    return isOpen() || values.contains(value);
  }
}
