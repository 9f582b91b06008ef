// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.ClassNodes;
import static io.cgrant.doctor.Concern.ClassesAdmitted;
import static io.cgrant.doctor.Concern.HandlersAlike;
import static io.cgrant.doctor.Concern.NodeHandlers;
import static io.cgrant.doctor.Concern.NodeUserNamespaces;

import io.cgrant.doctor.ClusterFacts.ClusterClass;
import io.cgrant.doctor.ClusterFacts.ClusterNode;
import io.cgrant.placement.NodeCount;
import io.cgrant.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Whether class, handler and node agree.
final class ClassLook {

  private static final String LOOKS_WRITABLE = "cgroup-writable";

  private final ClusterFacts facts;
  private final Findings findings;

  private ClassLook(ClusterFacts facts, Findings findings) {
    this.facts = facts;
    this.findings = findings;
  }

  static void at(ClusterFacts facts, Findings findings) {
    var look = new ClassLook(facts, findings);
    facts.classes().ifPresent(look::classes);
    if (facts.nodes().isPresent()) {
      facts.classes().ifPresent(all -> look.nodes(look.gated(all)));
    }
  }

  private List<ClusterClass> gated(List<ClusterClass> all) {
    return all.stream().filter(c -> facts.gatedHandlers().contains(c.handler())).toList();
  }

  private void classes(List<ClusterClass> all) {
    findings.look(ClassesAdmitted);
    findings.look(HandlersAlike);
    var byHandler = new TreeMap<String, Set<String>>();
    for (ClusterClass one : all) {
      boolean isGated = facts.gatedHandlers().contains(one.handler());
      if (isGated) {
        byHandler.computeIfAbsent(one.handler(), h -> new TreeSet<>()).add(one.name());
      }
      admission(one, isGated);
    }
    byHandler.forEach(
        (handler, names) -> {
          if (names.size() > 1) {
            findings.warn(
                HandlersAlike,
                "RuntimeClass/" + String.join(", ", names),
                "they name the same gated handler \"" + handler + "\"",
                "keep one, unless they differ in scheduling or overhead on purpose");
          }
        });
  }

  private void admission(ClusterClass one, boolean isGated) {
    if (isGated && !one.isAdmitted()) {
      findings.error(
          ClassesAdmitted,
          one.where(),
          "its handler \"" + one.handler() + "\" is gated, and it has no label cgrant.io/gated",
          "label it if somebody admits it, else delete it; and see that the guards are on"
              + " (docs/how-to/admit-a-runtime-class.md)");
    } else if (!isGated && one.isAdmitted()) {
      findings.error(
          ClassesAdmitted,
          one.where(),
          "it is labelled cgrant.io/gated, and its handler \""
              + one.handler()
              + "\" is none of the gated "
              + new TreeSet<>(facts.gatedHandlers()),
          "name the handler in cgrant.gated-handlers, or take the label away; if the webhook gates"
              + " it, give doctor the same --gated-handlers");
    } else if (!isGated && one.handler().contains(LOOKS_WRITABLE)) {
      findings.warn(
          HandlersAlike,
          one.where(),
          "its handler \"" + one.handler() + "\" is called like a writable one and is not gated",
          "see on a node whether it sets cgroup_writable (cgrant doctor --node); if so, name it in"
              + " cgrant.gated-handlers");
    }
  }

  private void nodes(List<ClusterClass> gated) {
    findings.look(ClassNodes);
    findings.look(NodeHandlers);
    findings.look(NodeUserNamespaces);
    for (ClusterClass one : gated) {
      NodeCount count = one.nodes();
      if (count.selected() == 0) {
        findings.error(
            ClassNodes,
            one.where(),
            "no node has "
                + (count.nodeSelector().isEmpty() ? "joined" : Named.of(count.nodeSelector())),
            "label the nodes that have handler \""
                + one.handler()
                + "\", or correct"
                + " scheduling.nodeSelector");
        continue;
      }
      handler(one, count);
      if (wantsUserNamespace(one)) {
        userNamespace(one, count);
      }
    }
    unused(gated);
  }

  private void handler(ClusterClass one, NodeCount count) {
    if (count.silent() > 0) {
      findings.inform(
          NodeHandlers,
          one.where(),
          count.silent() + " of " + count.selected() + " nodes do not say which handlers they have",
          "look there with cgrant doctor --node; from containerd 2.0, CRI-O 1.30 and Kubernetes 1.31"
              + " on nodes say");
    }
    int unable = count.selected() - count.silent() - count.able();
    if (unable == 0) {
      return;
    }
    String what =
        unable
            + " of "
            + count.selected()
            + " nodes it selects have no handler \""
            + one.handler()
            + "\": "
            + Named.of(count.unable(), unable);
    String fix =
        "configure it there (deploy/node), or select other nodes in scheduling.nodeSelector";
    if (count.able() == 0 && count.silent() == 0) {
      findings.error(NodeHandlers, one.where(), what, fix);
    } else {
      findings.warn(NodeHandlers, one.where(), what, fix);
    }
  }

  private void userNamespace(ClusterClass one, NodeCount count) {
    if (count.able() == count.ableWithUserNamespace()) {
      return;
    }
    int without = count.selected() - count.silent() - count.ableWithUserNamespace();
    String what =
        "a policy wants a user namespace, and "
            + count.ableWithUserNamespace()
            + " of "
            + count.selected()
            + " nodes have the handler with one; not "
            + Named.of(count.unableWithUserNamespace(), without);
    String fix =
        "bring runtime and kernel up to date there: containerd 2.0, runc 1.2 or crun 1.9,"
            + " Linux 6.3";
    if (count.ableWithUserNamespace() == 0) {
      findings.error(NodeUserNamespaces, one.where(), what, fix);
    } else {
      findings.warn(NodeUserNamespaces, one.where(), what, fix);
    }
  }

  private boolean wantsUserNamespace(ClusterClass one) {
    return facts.policies().map(ClusterFacts.Policies::ready).orElse(List.of()).stream()
        .filter(policy -> policy.grant().runtimeClassName().equals(one.name()))
        .anyMatch(Policy::wantsUserNamespace);
  }

  /// A handler that only nodes know is no mistake; but somebody may have meant to write the class.
  private void unused(List<ClusterClass> gated) {
    for (String handler : new TreeSet<>(facts.gatedHandlers())) {
      Optional<ClusterNode> there =
          facts.nodes().orElse(List.of()).stream()
              .filter(node -> node.report().handlers().containsKey(handler))
              .findFirst();
      if (there.isPresent() && gated.stream().noneMatch(c -> c.handler().equals(handler))) {
        findings.inform(
            NodeHandlers,
            "Node/" + there.get().name(),
            "it has handler \"" + handler + "\", and no RuntimeClass names that",
            "write a RuntimeClass for it (docs/how-to/admit-a-runtime-class.md), or take it away");
      }
    }
  }
}
