// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.VoidGrants;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.Delegation;
import io.cgrant.delegation.Delegation.Namespace;
import io.cgrant.delegation.Delegation.User;
import io.cgrant.delegation.OciRuntime;
import io.cgrant.doctor.ClusterFacts.Holder;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Route;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Whose writable cgroup is of no use to them.
final class VoidLook {

  private static final String WAY_OUT =
      "run as root in a user namespace under crun, or under runc with the systemd driver";

  private final Set<CgroupDriver> drivers;
  private final Findings findings;

  private VoidLook(Set<CgroupDriver> drivers, Findings findings) {
    this.drivers = drivers;
    this.findings = findings;
  }

  static void at(ClusterFacts facts, Findings findings) {
    Set<CgroupDriver> drivers =
        facts
            .driver()
            .map(d -> (Set<CgroupDriver>) EnumSet.of(d))
            .orElse(EnumSet.allOf(CgroupDriver.class));
    var look = new VoidLook(drivers, findings);
    facts
        .holders()
        .ifPresent(
            holders -> {
              findings.look(VoidGrants);
              holders.forEach(look::holder);
            });
    if (facts.policies().isPresent() && facts.classes().isPresent()) {
      findings.look(VoidGrants);
      var handlers = new HashMap<String, String>();
      facts.classes().get().forEach(c -> handlers.put(c.name(), c.handler()));
      facts.policies().get().ready().forEach(policy -> look.policy(policy, handlers));
    }
  }

  private void holder(Holder holder) {
    if (holder.namespace() == Namespace.Own && holder.network() == Holder.Network.OfTheNode) {
      findings.warn(
          VoidGrants,
          holder.where(),
          "it has the node's network and a user namespace: the node's /sys is mounted read-only over"
              + " its cgroup",
          "give it a network of its own, or no user namespace");
      return;
    }
    for (User user : holder.users()) {
      List<String> works = combinations(holder, user, true);
      List<String> fails = combinations(holder, user, false);
      String who = as(user, holder.namespace());
      if (works.isEmpty()) {
        findings.error(
            VoidGrants,
            holder.where(),
            who + " cannot write to its cgroup under " + String.join(" and ", fails),
            WAY_OUT);
      } else if (!fails.isEmpty()) {
        findings.inform(
            VoidGrants,
            holder.where(),
            who + " cannot write to its cgroup under " + String.join(" or ", fails),
            "tell doctor the driver of the nodes with --cgroup-driver; " + WAY_OUT);
      }
    }
  }

  private List<String> combinations(Holder holder, User user, boolean areWorking) {
    return combinations(holder.handler(), holder.namespace(), user, areWorking);
  }

  private List<String> combinations(
      String handler, Namespace namespace, User user, boolean areWorking) {
    var found = new ArrayList<String>();
    for (OciRuntime runtime : OciRuntime.behind(handler)) {
      for (CgroupDriver driver : drivers) {
        if (Delegation.works(runtime, driver, namespace, user) == areWorking) {
          found.add(said(runtime, driver));
        }
      }
    }
    return found;
  }

  private static String as(User user, Namespace namespace) {
    String who =
        switch (user) {
          case Root -> "root";
          case Other -> "a user that is not root";
        };
    return who
        + switch (namespace) {
          case Own -> " in a user namespace";
          case OfTheNode -> " without a user namespace";
        };
  }

  /// What a policy lets through and the runtime makes void, whoever comes.
  private void policy(Policy policy, Map<String, String> handlers) {
    String handler = handlers.get(policy.grant().runtimeClassName());
    if (handler == null || !policy.grant().routes().contains(Route.Name.RuntimeClass)) {
      return;
    }
    String where = "WritableCgroupPolicy/" + policy.name();
    List<String> users = deadUsers(policy, handler);
    List<String> nodes = deadNodes(policy, handler);
    String what = "what it grants under handler \"" + handler + "\" is of no use to ";
    if (nodes.size() == OciRuntime.behind(handler).size() * drivers.size()) {
      findings.error(VoidGrants, where, what + "anybody", WAY_OUT);
      return;
    }
    if (!users.isEmpty()) {
      findings.inform(
          VoidGrants,
          where,
          what + String.join(", or to ", users),
          "tell whoever is granted; " + WAY_OUT);
    }
    if (!nodes.isEmpty()) {
      findings.inform(
          VoidGrants,
          where,
          what + "anybody under " + String.join(" or ", nodes),
          "tell doctor the driver of the nodes with --cgroup-driver; " + WAY_OUT);
    }
  }

  /// Whom it is of no use to on any node.
  private List<String> deadUsers(Policy policy, String handler) {
    var dead = new ArrayList<String>();
    for (Namespace namespace : namespaces(policy)) {
      for (User user : User.values()) {
        if (combinations(handler, namespace, user, true).isEmpty()) {
          dead.add(as(user, namespace));
        }
      }
    }
    return dead;
  }

  /// Where it is of no use to anybody.
  private List<String> deadNodes(Policy policy, String handler) {
    List<String> alive =
        namespaces(policy).stream()
            .flatMap(
                namespace ->
                    Stream.of(User.values())
                        .flatMap(user -> combinations(handler, namespace, user, true).stream()))
            .toList();
    return combinations(handler).stream().filter(one -> !alive.contains(one)).toList();
  }

  private List<String> combinations(String handler) {
    return OciRuntime.behind(handler).stream()
        .flatMap(runtime -> drivers.stream().map(driver -> said(runtime, driver)))
        .toList();
  }

  private static String said(OciRuntime runtime, CgroupDriver driver) {
    return runtime + " with driver " + driver;
  }

  private static Set<Namespace> namespaces(Policy policy) {
    return ClassLook.wantsUserNamespace(policy)
        ? EnumSet.of(Namespace.Own)
        : EnumSet.allOf(Namespace.class);
  }
}
