// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import io.cgrant.doctor.NodeFacts.Containerd;
import java.util.List;
import java.util.Optional;

/// What is wrong with a node.
public final class NodeExamination {

  private NodeExamination() {}

  /// In an order that never changes.
  public static List<Finding> of(NodeFacts facts) {
    var findings = new Findings();
    HostLook.at(facts, findings);
    LoadedLook.at(facts, findings);
    Optional<Containerd> containerd = facts.containerd().filter(Containerd::isMainRead);
    containerd.ifPresent(c -> ContainerdLook.at(c, facts, findings));
    containerd.ifPresent(c -> HandlerLook.at(c, facts, findings));
    facts.crio().ifPresent(c -> CrioLook.at(c, facts, findings));
    return findings.all();
  }
}
