// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import io.cgrant.policy.Enforcement;
import io.cgrant.policy.Policy;
import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.PodSecurityLevel;
import io.cgrant.policy.check.RequireLimits;
import io.cgrant.policy.check.RequireProcMount;
import io.cgrant.policy.check.RequireQosClass;
import io.cgrant.policy.check.RequireQosClass.QosClass;
import io.cgrant.policy.check.RequireSeccomp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Requirements that no pod can meet together.
final class Contradictions {

  private static final String ENFORCED = "pod-security.kubernetes.io/enforce";
  private static final Set<String> BARE = Set.of("Unconfined");
  private static final Set<String> UNMASKED = Set.of("Unmasked");

  private Contradictions() {}

  record Contradiction(String what, String fix) {}

  /// Of a policy by itself. One that does not enforce grants all the same.
  static List<Contradiction> in(Policy policy) {
    var found = new ArrayList<Contradiction>();
    if (policy.enforcement() != Enforcement.Enforce) {
      return found;
    }
    List<Check> checks = policy.checks();
    Set<QosClass> classes =
        checks.stream()
            .filter(RequireQosClass.class::isInstance)
            .map(check -> ((RequireQosClass) check).allowed())
            .findFirst()
            .orElse(Set.of());
    boolean limitsCompute =
        checks.stream()
            .filter(RequireLimits.class::isInstance)
            .flatMap(check -> ((RequireLimits) check).resources().stream())
            .anyMatch(resource -> resource.equals("cpu") || resource.equals("memory"));
    if (classes.equals(Set.of(QosClass.BestEffort)) && limitsCompute) {
      found.add(
          new Contradiction(
              "it wants QoS class BestEffort alone and limits of cpu or memory, which no such pod"
                  + " has",
              "allow Burstable or Guaranteed in require.qosClass"));
    }
    return found;
  }

  /// Whether every namespace it selects refuses, by Pod Security, what the policy insists on.
  static Optional<Contradiction> ofLevels(Policy policy, List<Map<String, String>> namespaces) {
    boolean wantsUnconfined =
        policy.checks().stream()
            .anyMatch(c -> c instanceof RequireSeccomp(var types) && types.equals(BARE));
    boolean wantsUnmasked =
        policy.checks().stream()
            .anyMatch(c -> c instanceof RequireProcMount(var kinds) && kinds.equals(UNMASKED));
    boolean areStrict =
        namespaces.stream()
            .allMatch(
                labels ->
                    isAtLeast(
                        labels,
                        wantsUnconfined ? PodSecurityLevel.Baseline : PodSecurityLevel.Restricted));
    if (!areStrict || !wantsUnconfined && !wantsUnmasked) {
      return Optional.empty();
    }
    String field = wantsUnconfined ? "seccomp: [Unconfined]" : "procMount: [Unmasked]";
    return Optional.of(
        new Contradiction(
            "it takes "
                + field
                + " alone, which Pod Security refuses in every namespace it selects",
            "allow another value, or lower " + ENFORCED + " of a namespace"));
  }

  private static boolean isAtLeast(Map<String, String> labels, PodSecurityLevel level) {
    String enforced = labels.getOrDefault(ENFORCED, "privileged");
    return enforced.equals("restricted")
        || enforced.equals("baseline") && level == PodSecurityLevel.Baseline;
  }
}
