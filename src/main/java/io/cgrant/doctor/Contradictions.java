// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import io.cgrant.pod.CgroupOptions;
import io.cgrant.policy.Asking;
import io.cgrant.policy.Condition;
import io.cgrant.policy.Enforcement;
import io.cgrant.policy.LabelSelector;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Route;
import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.PodSecurityLevel;
import io.cgrant.policy.check.RequireLimits;
import io.cgrant.policy.check.RequireProcMount;
import io.cgrant.policy.check.RequireQosClass;
import io.cgrant.policy.check.RequireQosClass.QosClass;
import io.cgrant.policy.check.RequireSeccomp;
import io.cgrant.policy.check.Requirement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What no pod can be that a policy selects or requires, and grants that its namespaces refuse.
final class Contradictions {

  private static final String ENFORCED = "pod-security.kubernetes.io/enforce";
  private static final String VERSION = ENFORCED + "-version";
  private static final Pattern PINNED = Pattern.compile("v1\\.(\\d{1,4})");
  private static final String EVERYWHERE =
      "which Pod Security refuses in every namespace it selects";
  private static final String LOWER = "lower " + ENFORCED + " of a namespace";
  private static final Check BARE_SECCOMP = new RequireSeccomp(Set.of("Unconfined"));
  private static final Check UNMASKED_PROC = new RequireProcMount(Set.of("Unmasked"));
  private static final Set<Route.Name> FIELD = Set.of(Route.Name.CgroupOptions);

  private Contradictions() {}

  record Contradiction(String what, String fix) {}

  /// Of a policy by itself.
  static List<Contradiction> in(Policy policy, Instant now) {
    var found = new ArrayList<Contradiction>();
    policy.match().podSelector().flatMap(Contradictions::ofPods).ifPresent(found::add);
    for (Condition condition : policy.match().conditions()) {
      if (condition.expression().isNeverTrue()) {
        found.add(neverTrue("condition", condition.name(), "match.conditions"));
      }
    }
    // One that does not enforce grants all the same, and so does one with an exception.
    if (policy.enforcement() == Enforcement.Enforce) {
      if (isAsked(Requirement.qosClass, policy, now) && isAsked(Requirement.limits, policy, now)) {
        ofQosClass(policy.checks()).ifPresent(found::add);
      }
      if (isAsked(Requirement.rules, policy, now)) {
        policy.rules().stream()
            .filter(rule -> rule.expression().isNeverTrue())
            .forEach(rule -> found.add(neverTrue("rule", rule.name(), "require.rules")));
      }
    }
    return found;
  }

  /// A pod that opted out is granted where it takes a route all the same, so `false` can be.
  private static Optional<Contradiction> ofPods(LabelSelector pods) {
    return pods.impossible(Map.of())
        .map(label -> "its podSelector wants of the label " + label + " what excludes itself")
        .or(
            () ->
                pods.impossible(Map.of(Asking.LABEL, Set.of("true", "false")))
                    .map(
                        label ->
                            "its podSelector wants a label "
                                + label
                                + " that is neither \"true\" nor \"false\", and no such pod is"
                                + " granted"))
        .map(what -> new Contradiction(what, "correct match.podSelector"));
  }

  private static Contradiction neverTrue(String what, String name, String field) {
    return new Contradiction(
        "its " + what + " \"" + name + "\" is true for no pod", "correct it in " + field);
  }

  /// Whether no exception lets pods of some namespace do without.
  private static boolean isAsked(Requirement requirement, Policy policy, Instant now) {
    return policy.terms().exceptions().stream()
        .filter(exception -> exception.state(now) != PolicyException.State.Expired)
        .noneMatch(exception -> exception.waived().contains(requirement));
  }

  private static Optional<Contradiction> ofQosClass(List<Check> checks) {
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
    return classes.equals(Set.of(QosClass.BestEffort)) && limitsCompute
        ? Optional.of(
            new Contradiction(
                "it wants QoS class BestEffort alone and limits of cpu or memory, which no such pod"
                    + " has",
                "allow Burstable or Guaranteed in require.qosClass"))
        : Optional.empty();
  }

  /// Whether every namespace it selects refuses, by Pod Security, what the policy insists on.
  static List<Contradiction> ofLevels(Policy policy, List<Map<String, String>> namespaces) {
    return Stream.of(
            takesAlone(BARE_SECCOMP, "seccomp: [Unconfined]", policy)
                .filter(seccomp -> areAllAtLeast(PodSecurityLevel.Baseline, namespaces)),
            takesAlone(UNMASKED_PROC, "procMount: [Unmasked]", policy)
                .filter(proc -> areAllAtLeast(PodSecurityLevel.Restricted, namespaces)),
            grantsTheFieldAlone(policy)
                .filter(field -> namespaces.stream().allMatch(Contradictions::refusesTheField)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Contradiction> takesAlone(Check wanted, String field, Policy policy) {
    return policy.checks().contains(wanted)
        ? Optional.of(
            new Contradiction(
                "it takes " + field + " alone, " + EVERYWHERE, "allow another value, or " + LOWER))
        : Optional.empty();
  }

  private static Optional<Contradiction> grantsTheFieldAlone(Policy policy) {
    return policy.grant().routes().equals(FIELD)
        ? Optional.of(
            new Contradiction(
                "it grants CgroupOptions alone, " + EVERYWHERE,
                "grant RuntimeClass as well, or " + LOWER))
        : Optional.empty();
  }

  private static boolean areAllAtLeast(
      PodSecurityLevel level, List<Map<String, String>> namespaces) {
    return namespaces.stream().allMatch(labels -> isAtLeast(labels, level));
  }

  private static boolean isAtLeast(Map<String, String> labels, PodSecurityLevel level) {
    String enforced = labels.getOrDefault(ENFORCED, "privileged");
    return enforced.equals("restricted")
        || enforced.equals("baseline") && level == PodSecurityLevel.Baseline;
  }

  /// The standard has known it for as long as the field (KEP-5474).
  private static boolean refusesTheField(Map<String, String> labels) {
    Matcher pinned = PINNED.matcher(labels.getOrDefault(VERSION, "latest"));
    boolean isEarlier = pinned.matches() && Integer.parseInt(pinned.group(1)) < CgroupOptions.SINCE;
    return isAtLeast(labels, PodSecurityLevel.Restricted) && !isEarlier;
  }
}
