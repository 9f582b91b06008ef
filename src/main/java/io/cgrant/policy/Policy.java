// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.RequireUserNamespace;
import java.util.List;

/// A policy ready to decide. One that could not be made ready never becomes a `Policy`.
///
/// @param generation of the object it was read from; 0 where there is none, as in a file
/// @param rules asked after the checks
/// @param priority the higher one is named as the granter when several would grant
/// @param terms on what a grant depends beside the pod
public record Policy(
    String name,
    long generation,
    Enforcement enforcement,
    int priority,
    Match match,
    Grant grant,
    List<Check> checks,
    List<Rule> rules,
    Terms terms) {

  private static final String AT = "@";

  public Policy {
    checks = List.copyOf(checks);
    rules = List.copyOf(rules);
  }

  /// Without rules, and whose grants depend on nothing but the pod.
  public Policy(
      String name,
      long generation,
      Enforcement enforcement,
      int priority,
      Match match,
      Grant grant,
      List<Check> checks) {
    this(name, generation, enforcement, priority, match, grant, checks, List.of(), Terms.NONE);
  }

  /// What must be asked of the API server before it grants.
  List<Inquiry> inquiries() {
    return terms.inquiries(name);
  }

  /// Whether a pod that it grants has a user namespace of its own, because it must or because it is
  /// given one.
  public boolean wantsUserNamespace() {
    return grant.defaultHostUsers()
        || checks.stream().anyMatch(RequireUserNamespace.class::isInstance);
  }

  /// What the annotation `cgrant.io/granted-by` says: `ray@3`.
  public String provenance() {
    return provenance(name, generation);
  }

  static String provenance(String name, long generation) {
    return name + AT + generation;
  }

  /// The name of the policy in such an annotation; empty where it names none.
  public static String namedBy(String provenance) {
    return provenance.substring(0, Math.max(0, provenance.lastIndexOf(AT)));
  }

  /// Whether such an annotation names this policy, under whatever generation.
  ///
  /// @param provenance as it stands in a pod; empty when there is none
  public static boolean isNamedBy(String provenance, String policy) {
    return provenance.startsWith(policy + AT);
  }
}
