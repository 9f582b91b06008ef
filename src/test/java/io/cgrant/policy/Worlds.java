// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.RequireUserNamespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Clusters and policies for tests.
public final class Worlds {

  public static final String CLASS = "cgroup-writable";

  /// Another name for the same handler.
  public static final String TWIN = "fast-builds";

  /// A class whose handler gives no writable cgroup.
  public static final String FOREIGN = "kata";

  public static final Map<String, String> CLASSES =
      Map.of(CLASS, "cgroup-writable", TWIN, "cgroup-writable", FOREIGN, "kata");

  public static final Map<String, String> TEAM = Map.of("team", "ml");

  public static final WorkloadControllers CONTROLLERS =
      new WorkloadControllers(Set.of(WorkloadControllers.USUAL.split(",")));

  private Worlds() {}

  /// Synced, with these policies, in a namespace of team `ml`.
  public static Snapshot with(Policy... policies) {
    return in(TEAM, policies);
  }

  public static Snapshot in(Map<String, String> namespaceLabels, Policy... policies) {
    return new Snapshot(
        true,
        PolicySet.of(List.of(policies)),
        CLASSES,
        Set.of("cgroup-writable"),
        Optional.of(namespaceLabels));
  }

  /// Matches team `ml`, grants [#CLASS], requires a user namespace, and sets none.
  public static Policy policy(String name) {
    return policy(name, Enforcement.Enforce);
  }

  public static Policy policy(String name, Enforcement enforcement) {
    return new Policy(
        name, 1, enforcement, 0, teamMl(), grant(CLASS), List.of(new RequireUserNamespace()));
  }

  public static Policy granting(Policy p, Grant grant) {
    return bent(p, p.priority(), p.match(), grant, p.checks(), p.rules(), p.terms());
  }

  public static Policy first(Policy p) {
    return bent(p, 10, p.match(), p.grant(), p.checks(), p.rules(), p.terms());
  }

  public static Policy requiring(Policy p, Check... checks) {
    return bent(p, p.priority(), p.match(), p.grant(), List.of(checks), p.rules(), p.terms());
  }

  public static Policy ruledBy(Policy p, Rule... rules) {
    return bent(p, p.priority(), p.match(), p.grant(), p.checks(), List.of(rules), p.terms());
  }

  public static Policy under(Policy p, Terms terms) {
    return bent(p, p.priority(), p.match(), p.grant(), p.checks(), p.rules(), terms);
  }

  public static Policy matching(Policy p, Match match) {
    return bent(p, p.priority(), match, p.grant(), p.checks(), p.rules(), p.terms());
  }

  private static Policy bent(
      Policy policy,
      int priority,
      Match match,
      Grant grant,
      List<Check> checks,
      List<Rule> rules,
      Terms terms) {
    return new Policy(
        policy.name(),
        policy.generation(),
        policy.enforcement(),
        priority,
        match,
        grant,
        checks,
        rules,
        terms);
  }

  public static Match teamMl() {
    return new Match(Optional.of(new LabelSelector(TEAM, List.of())), Optional.empty(), Set.of());
  }

  /// The RuntimeClass and nothing else.
  public static Grant grant(String className) {
    return new Grant(Set.of(Route.Name.RuntimeClass), className, false);
  }

  /// The RuntimeClass, and a user namespace where the pod leaves it out.
  public static Grant grantWithUserNamespace(String className) {
    return new Grant(Set.of(Route.Name.RuntimeClass), className, true);
  }
}
