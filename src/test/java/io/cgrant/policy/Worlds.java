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

  public static Policy granting(Policy policy, Grant grant) {
    return new Policy(
        policy.name(),
        policy.generation(),
        policy.enforcement(),
        policy.priority(),
        policy.match(),
        grant,
        policy.checks());
  }

  public static Policy first(Policy policy) {
    return new Policy(
        policy.name(),
        policy.generation(),
        policy.enforcement(),
        10,
        policy.match(),
        policy.grant(),
        policy.checks(),
        policy.rules(),
        policy.terms());
  }

  public static Policy requiring(Policy policy, Check... checks) {
    return new Policy(
        policy.name(),
        policy.generation(),
        policy.enforcement(),
        policy.priority(),
        policy.match(),
        policy.grant(),
        List.of(checks));
  }

  public static Policy under(Policy policy, Terms terms) {
    return new Policy(
        policy.name(),
        policy.generation(),
        policy.enforcement(),
        policy.priority(),
        policy.match(),
        policy.grant(),
        policy.checks(),
        policy.rules(),
        terms);
  }

  public static Policy matching(Policy policy, Match match) {
    return new Policy(
        policy.name(),
        policy.generation(),
        policy.enforcement(),
        policy.priority(),
        match,
        policy.grant(),
        policy.checks());
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
