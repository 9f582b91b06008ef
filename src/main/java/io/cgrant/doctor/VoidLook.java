// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.VoidGrants;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.Delegation.Namespace;
import io.cgrant.delegation.Delegation.User;
import io.cgrant.doctor.ClusterFacts.Holder;
import io.cgrant.policy.LabelSelector;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Route;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Whose writable cgroup is of no use to them.
final class VoidLook {

  private final ClusterFacts facts;
  private final Set<CgroupDriver> drivers;
  private final Map<String, String> handlers = new HashMap<>();
  private final Findings findings;

  private VoidLook(ClusterFacts facts, Findings findings) {
    this.facts = facts;
    this.drivers =
        facts
            .driver()
            .map(d -> (Set<CgroupDriver>) EnumSet.of(d))
            .orElse(EnumSet.allOf(CgroupDriver.class));
    this.findings = findings;
    facts.classes().orElse(List.of()).forEach(c -> handlers.put(c.name(), c.handler()));
  }

  static void at(ClusterFacts facts, Findings findings) {
    var look = new VoidLook(facts, findings);
    facts
        .holders()
        .ifPresent(
            holders -> {
              findings.look(VoidGrants);
              holders.forEach(look::holder);
            });
    if (facts.policies().isPresent() && facts.classes().isPresent()) {
      findings.look(VoidGrants);
      facts.policies().get().ready().forEach(look::policy);
    }
  }

  private void holder(Holder holder) {
    if (!RouteNodes.mayTake(holder.route(), facts)) {
      return;
    }
    boolean isHidden =
        holder.route() == Route.Name.RuntimeClass
            && holder.namespaces().equals(Set.of(Namespace.Own))
            && holder.network() == Holder.Network.OfTheNode;
    if (isHidden) {
      findings.warn(
          VoidGrants,
          holder.where(),
          "it has the node's network and a user namespace: the node's /sys is mounted read-only over"
              + " its cgroup",
          "give it a network of its own, or no user namespace");
      return;
    }
    switch (holder.stage()) {
      case Pod -> pod(holder);
      case Template -> template(holder);
    }
  }

  private void pod(Holder pod) {
    var nodes = Combinations.of(pod.route(), pod.handler().map(Set::of).orElse(Set.of()), drivers);
    for (User user : pod.users()) {
      List<String> fails = nodes.failing(pod.namespaces(), user);
      if (!nodes.isMeasured() && !fails.isEmpty()) {
        findings.inform(
            VoidGrants,
            pod.where(),
            Combinations.who(user, pod.namespaces())
                + " may be unable to write to its cgroup by "
                + pod.route(),
            nodes.wayOut());
        continue;
      }
      String what =
          Combinations.who(user, pod.namespaces()) + " cannot write to its cgroup " + by(pod);
      if (nodes.working(pod.namespaces(), user).isEmpty()) {
        findings.error(
            VoidGrants, pod.where(), what + "under " + String.join(" and ", fails), nodes.wayOut());
      } else if (!fails.isEmpty()) {
        findings.inform(
            VoidGrants, pod.where(), what + "under " + String.join(" or ", fails), nodes.toLearn());
      }
    }
  }

  private static String by(Holder holder) {
    return holder.route() == Route.Name.RuntimeClass ? "" : "by " + holder.route() + " ";
  }

  /// Only what nothing helps: which class its pods get, and whether a user namespace, their policy
  /// says, and on which node they run nobody knows yet.
  private void template(Holder template) {
    List<Policy> speaking = speaking(template);
    Set<String> possible = new TreeSet<>();
    template.handler().ifPresent(possible::add);
    if (template.handler().isEmpty() && template.route() == Route.Name.RuntimeClass) {
      speaking.stream()
          .map(policy -> handlers.get(policy.grant().runtimeClassName()))
          .filter(handler -> handler != null)
          .forEach(possible::add);
      if (possible.isEmpty()) {
        return;
      }
    }
    Set<Namespace> namespaces = namespaces(template, speaking);
    var nodes = Combinations.of(template.route(), possible, drivers);
    for (User user : template.users()) {
      if (nodes.isMeasured() && nodes.working(namespaces, user).isEmpty()) {
        findings.warn(
            VoidGrants,
            template.where(),
            "in its pods "
                + Combinations.who(user, namespaces)
                + " cannot write to the cgroup "
                + by(template)
                + "under "
                + String.join(" and ", nodes.all()),
            nodes.wayOut());
      }
    }
  }

  private List<Policy> speaking(Holder holder) {
    Map<String, String> labels =
        facts.namespaces().map(all -> all.getOrDefault(holder.in(), Map.of())).orElse(Map.of());
    return facts.policies().map(ClusterFacts.Policies::ready).orElse(List.of()).stream()
        .filter(policy -> policy.grant().routes().contains(holder.route()))
        .filter(
            policy ->
                policy.match().namespaceSelector().orElse(LabelSelector.EVERYTHING).matches(labels))
        .toList();
  }

  /// One that leaves it open has one of its own where a policy gives it one.
  private static Set<Namespace> namespaces(Holder template, List<Policy> speaking) {
    if (template.namespaces().size() == 1) {
      return template.namespaces();
    }
    Set<Namespace> given = EnumSet.noneOf(Namespace.class);
    speaking.forEach(
        policy -> given.add(policy.wantsUserNamespace() ? Namespace.Own : Namespace.OfTheNode));
    return given.isEmpty() ? EnumSet.of(Namespace.OfTheNode) : given;
  }

  private void policy(Policy policy) {
    for (Route.Name route : new TreeSet<>(policy.grant().routes())) {
      if (route == Route.Name.RuntimeClass) {
        String handler = handlers.get(policy.grant().runtimeClassName());
        if (handler != null) {
          VoidPolicyLook.at(
              policy,
              "under handler \"" + handler + "\"",
              Combinations.of(route, Set.of(handler), drivers),
              findings);
        }
      } else if (RouteNodes.mayTake(route, facts)) {
        VoidPolicyLook.at(
            policy, "by " + route, Combinations.of(route, Set.of(), drivers), findings);
      }
    }
  }
}
