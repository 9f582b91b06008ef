// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import io.cgrant.policy.check.AllowCapabilities;
import io.cgrant.policy.check.AllowHostPaths;
import io.cgrant.policy.check.RequireLimits;
import io.cgrant.policy.check.RequireProcMount;
import io.cgrant.policy.check.RequireQosClass;
import io.cgrant.policy.check.RequireSeccomp;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a field means when it is left out, in words. For requirements it is read from the strict
/// check itself.
final class Defaults {

  private static final Map<String, String> BY_PATH =
      Map.ofEntries(
          Map.entry("spec.enforcement", "Enforce"),
          Map.entry("spec.priority", "0"),
          Map.entry("spec.exceptions", "none"),
          Map.entry("spec.require", "every requirement at its strictest"),
          Map.entry("spec.match.namespaceSelector", "pods of every namespace"),
          Map.entry("spec.match.podSelector", "pods with any labels"),
          Map.entry("spec.match.serviceAccounts", "pods of any ServiceAccount"),
          Map.entry("spec.match.conditions", "no condition"),
          Map.entry("spec.require.podSecurity", "Restricted"),
          Map.entry("spec.require.exclusiveCpus", "Forbidden"),
          Map.entry("spec.require.images", "any image"),
          Map.entry("spec.require.images.repositories", "any repository"),
          Map.entry("spec.require.images.digest", "Optional"),
          Map.entry("spec.require.quota", "no bound"),
          Map.entry("spec.require.authorization", "NotRequired"),
          Map.entry("spec.require.rules", "no rule"),
          Map.entry("spec.require.rules[].message", "the expression is said"),
          Map.entry("spec.grant.defaultHostUsers", "false"),
          Map.entry("spec.require.userNamespace", "Required"),
          Map.entry(
              "spec.require.limits",
              list(RequireLimits.STRICT.resources()) + "; " + map(RequireLimits.STRICT.max())),
          Map.entry("spec.require.limits.resources", list(RequireLimits.STRICT.resources())),
          Map.entry("spec.require.limits.max", map(RequireLimits.STRICT.max())),
          Map.entry("spec.require.qosClass", sorted(RequireQosClass.STRICT.allowed())),
          Map.entry("spec.require.capabilities", sorted(AllowCapabilities.STRICT.allowed())),
          Map.entry("spec.require.privilegeEscalation", "Forbidden"),
          Map.entry("spec.require.seccomp", sorted(RequireSeccomp.STRICT.allowed())),
          Map.entry("spec.require.procMount", sorted(RequireProcMount.STRICT.allowed())),
          Map.entry("spec.require.hostPaths", list(AllowHostPaths.STRICT.allowed())));

  private Defaults() {}

  /// @param path as `spec.require.limits.max`
  static Optional<String> of(String path) {
    return Optional.ofNullable(BY_PATH.get(path));
  }

  private static String sorted(Collection<?> values) {
    return values.isEmpty()
        ? "none"
        : values.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
  }

  private static String list(Collection<String> values) {
    return values.isEmpty() ? "none" : String.join(", ", values);
  }

  private static String map(Map<String, ?> values) {
    return values.isEmpty() ? "no upper bound" : new TreeMap<>(values).toString();
  }
}
