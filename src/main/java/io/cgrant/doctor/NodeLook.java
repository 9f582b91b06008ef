// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.NodeKernels;
import static io.cgrant.doctor.Concern.NodeVersions;

import io.cgrant.delegation.CrioRelease;
import io.cgrant.delegation.Release;
import io.cgrant.doctor.ClusterFacts.ClusterClass;
import io.cgrant.doctor.ClusterFacts.ClusterNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// What the versions mean that nodes tell.
final class NodeLook {

  private final ClusterFacts facts;
  private final Findings findings;

  private NodeLook(ClusterFacts facts, Findings findings) {
    this.facts = facts;
    this.findings = findings;
  }

  static void at(ClusterFacts facts, Findings findings) {
    if (facts.nodes().isEmpty() || facts.classes().isEmpty()) {
      return;
    }
    findings.look(NodeVersions);
    findings.look(NodeKernels);
    var look = new NodeLook(facts, findings);
    List<ClusterNode> nodes = facts.nodes().get().stream().filter(look::isSelected).toList();
    by(nodes, ClusterNode::runtime).forEach(look::runtime);
    by(nodes, ClusterNode::kernel).forEach(look::kernel);
  }

  /// What a node is that no granted pod comes to is nobody's business here.
  private boolean isSelected(ClusterNode node) {
    return facts.classes().orElse(List.of()).stream()
        .filter(one -> facts.gatedHandlers().contains(one.handler()))
        .anyMatch((ClusterClass one) -> one.selects(node));
  }

  /// A cluster has few versions and many nodes.
  private static TreeMap<String, List<String>> by(
      List<ClusterNode> nodes, Function<ClusterNode, String> version) {
    var names = new TreeMap<String, List<String>>();
    for (ClusterNode node : nodes) {
      names.computeIfAbsent(version.apply(node), v -> new ArrayList<>()).add(node.name());
    }
    return names;
  }

  private void runtime(String version, List<String> nodes) {
    String where = "Node/" + Named.of(nodes);
    if (version.startsWith("containerd://")) {
      release(version, where, "containerd 2.1.7, 2.2.3 or 2.3")
          .ifPresent(r -> ContainerdLook.release(r, NodeVersions, where, findings));
    } else if (version.startsWith("cri-o://")) {
      release(version, where, "CRI-O " + CrioRelease.FIRST)
          .ifPresent(r -> CrioReleaseLook.release(r, NodeVersions, where, findings));
    }
  }

  private Optional<Release> release(String version, String where, String enough) {
    Optional<Release> release = Release.read(version);
    if (release.isEmpty()) {
      findings.inform(
          NodeVersions,
          where,
          "\"" + version + "\" is no version that can be compared",
          "see that it has what " + enough + " has");
    }
    return release;
  }

  private void kernel(String version, List<String> nodes) {
    Release.read(version)
        .filter(release -> release.isBefore(HostLook.MAPPED_MOUNTS))
        .ifPresent(
            release ->
                findings.warn(
                    NodeKernels,
                    "Node/" + Named.of(nodes),
                    "Linux " + version + " is older than 6.3",
                    "update the kernel, or grant no user namespaces there"));
  }
}
