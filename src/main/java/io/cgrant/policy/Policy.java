// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Check;
import java.util.List;

/// A policy ready to decide. One that could not be made ready never becomes a `Policy`.
///
/// @param generation of the object it was read from; 0 where there is none, as in a file
/// @param rules asked after the checks
/// @param priority the higher one is named as the granter when several would grant
public record Policy(
    String name,
    long generation,
    Enforcement enforcement,
    int priority,
    Match match,
    Grant grant,
    List<Check> checks,
    List<Rule> rules) {

  public Policy {
    checks = List.copyOf(checks);
    rules = List.copyOf(rules);
  }

  /// Without rules.
  public Policy(
      String name,
      long generation,
      Enforcement enforcement,
      int priority,
      Match match,
      Grant grant,
      List<Check> checks) {
    this(name, generation, enforcement, priority, match, grant, checks, List.of());
  }

  /// What the annotation `cgrant.io/granted-by` says: `ray@3`.
  public String provenance() {
    return name + "@" + generation;
  }
}
