// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.PoliciesMatch;
import static io.cgrant.doctor.Concern.PoliciesReady;
import static io.cgrant.doctor.Concern.PolicyRequirements;
import static io.cgrant.doctor.Concern.PolicyRoutes;

import io.cgrant.doctor.ClusterFacts.ClusterClass;
import io.cgrant.doctor.ClusterFacts.Policies;
import io.cgrant.policy.LabelSelector;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Policies that can never grant.
final class PolicyLook {

  private final ClusterFacts facts;
  private final Findings findings;

  private PolicyLook(ClusterFacts facts, Findings findings) {
    this.facts = facts;
    this.findings = findings;
  }

  static void at(ClusterFacts facts, Findings findings) {
    var look = new PolicyLook(facts, findings);
    facts.policies().ifPresent(look::policies);
  }

  private void policies(Policies policies) {
    findings.look(PoliciesReady);
    findings.look(PolicyRequirements);
    new TreeMap<>(policies.broken())
        .forEach(
            (name, problems) ->
                findings.error(
                    PoliciesReady,
                    where(name),
                    "it does not compile and grants nothing: " + Named.of(problems),
                    "correct the field that is named"));
    if (policies.ready().isEmpty() && policies.broken().isEmpty()) {
      findings.inform(
          PoliciesReady,
          "",
          "there is no policy, so nothing is granted",
          "write one" + " (docs/how-to/write-a-policy.md)");
    }
    if (facts.namespaces().isPresent()) {
      findings.look(PoliciesMatch);
    }
    for (Policy policy : policies.ready()) {
      facts.namespaces().ifPresent(all -> namespaces(policy, all));
      routes(policy);
      Contradictions.in(policy, facts.now())
          .forEach(
              c -> findings.error(PolicyRequirements, where(policy.name()), c.what(), c.fix()));
    }
  }

  private void namespaces(Policy policy, Map<String, Map<String, String>> all) {
    LabelSelector selector = policy.match().namespaceSelector().orElse(LabelSelector.EVERYTHING);
    List<Map<String, String>> selected = all.values().stream().filter(selector::matches).toList();
    if (selected.isEmpty()) {
      findings.warn(
          PoliciesMatch,
          where(policy.name()),
          "its namespaceSelector matches none of " + all.size() + " namespaces",
          "label a namespace, or correct the selector");
      return;
    }
    Contradictions.ofLevels(policy, selected)
        .forEach(c -> findings.warn(PolicyRequirements, where(policy.name()), c.what(), c.fix()));
  }

  private void routes(Policy policy) {
    for (Route.Name route : new TreeSet<>(policy.grant().routes())) {
      switch (route) {
        case RuntimeClass -> facts.classes().ifPresent(all -> runtimeClass(policy, all));
        case CrioAnnotation -> node(policy, route, "runs CRI-O");
        case CrioSystemd -> firstWord(policy);
        case GkeAnnotation ->
            node(policy, route, "has the label " + RouteNodes.GKE_LABEL + "=true");
        case CgroupOptions ->
            node(policy, route, "declares the feature " + RouteNodes.OPTIONS_FEATURE);
        case NriAnnotation ->
            findings.inform(
                PolicyRoutes,
                where(policy.name()),
                "it grants NriAnnotation, and no node says which plugins of NRI it has",
                "see that the plugin writable-cgroups runs on the nodes");
      }
    }
  }

  private void runtimeClass(Policy policy, List<ClusterClass> all) {
    findings.look(PolicyRoutes);
    String name = policy.grant().runtimeClassName();
    Optional<ClusterClass> found = all.stream().filter(c -> c.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      findings.error(
          PolicyRoutes,
          where(policy.name()),
          "there is no RuntimeClass \"" + name + "\", which it grants",
          "write the class (docs/how-to/admit-a-runtime-class.md), or correct"
              + " grant.runtimeClassName");
    } else if (!facts.gatedHandlers().contains(found.get().handler())) {
      findings.error(
          PolicyRoutes,
          where(policy.name()),
          "RuntimeClass \""
              + name
              + "\", which it grants, has handler \""
              + found.get().handler()
              + "\", which is not gated",
          "grant a class whose handler is one of " + new TreeSet<>(facts.gatedHandlers()));
    }
  }

  /// On every cluster a pod with such a first word is granted only where this route is named, so
  /// beside another one it is no mistake, whatever the nodes are.
  private void firstWord(Policy policy) {
    if (facts.nodes().isEmpty()) {
      return;
    }
    findings.look(PolicyRoutes);
    if (policy.grant().routes().size() == 1 && !RouteNodes.mayTake(Route.Name.CrioSystemd, facts)) {
      findings.warn(
          PolicyRoutes,
          where(policy.name()),
          "it grants CrioSystemd alone, and no node runs CRI-O",
          "grant RuntimeClass beside it (docs/how-to/systemd-in-a-pod), or bring such a node");
    }
  }

  private void node(Policy policy, Route.Name route, String whatItWouldBe) {
    if (facts.nodes().isEmpty()) {
      return;
    }
    findings.look(PolicyRoutes);
    if (!RouteNodes.mayTake(route, facts)) {
      findings.warn(
          PolicyRoutes,
          where(policy.name()),
          "it grants " + route + ", and no node " + whatItWouldBe,
          "take the route out of grant.routes, or bring such a node");
    }
  }

  private static String where(String policy) {
    return "WritableCgroupPolicy/" + policy;
  }
}
