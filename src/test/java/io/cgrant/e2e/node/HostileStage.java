// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import io.cgrant.e2e.node.Workload.Processes;
import io.cgrant.e2e.node.Workload.Users;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/// Who attacks on a node: a container under our handler, beside a neighbour under the same.
record HostileStage(OciRuntime runtime, Users users, Neighbour neighbour) {

  /// Whom it attacks, and by what it is kept from that.
  enum Neighbour {
    OtherPod(""),
    SamePod(", of its pod"),
    /// `shareProcessNamespace: true`
    SharedProcesses(", of its pod with shared processes"),
    /// It has all that the recipe of Docker allows, and may mount and make namespaces.
    OtherPodOfDocker(", as Docker's recipe has it"),
    /// Nothing keeps it: each attempt must reach what it is for.
    Control(", unconfined");

    private final String says;

    Neighbour(String says) {
      this.says = says;
    }
  }

  /// Those whose cgroup is writable to root. Inside of a pod: once with a user namespace and once
  /// without. And the widest pod of the recipes.
  static List<HostileStage> of(Node.Kind kind) {
    var stages = new ArrayList<HostileStage>();
    for (OciRuntime runtime : OciRuntime.values()) {
      for (Users users : Pair.ofRoot(kind, runtime)) {
        stages.add(new HostileStage(runtime, users, Neighbour.OtherPod));
      }
    }
    for (Neighbour neighbour : EnumSet.of(Neighbour.SamePod, Neighbour.SharedProcesses)) {
      for (Users users : Users.values()) {
        stages.stream()
            .filter(stage -> stage.users() == users)
            .findFirst()
            .map(stage -> new HostileStage(stage.runtime(), users, neighbour))
            .ifPresent(stages::add);
      }
    }
    stages.add(new HostileStage(OciRuntime.Crun, Users.Own, Neighbour.OtherPodOfDocker));
    return List.copyOf(stages);
  }

  /// Not on the machine: there it would take `nsdelegate` off the node.
  static HostileStage control() {
    return new HostileStage(OciRuntime.Runc, Users.Host, Neighbour.Control);
  }

  String name() {
    String users = this.users == Users.Own ? ", user namespace" : ", no user namespace";
    return runtime.plain() + users + neighbour.says;
  }

  /// Whether the bounds of the own top must hold against root.
  boolean keepsItsBounds(Node node) {
    return users == Users.Own || node.delegates();
  }

  /// What the kernel says of each bound of the own top, where they must hold: it guards the top
  /// against root of the node, and in a user namespace the files are somebody else's.
  List<String> refusalsOfBounds(Node node) {
    String reason = users == Users.Own ? "Permission denied" : "Operation not permitted";
    var bounds = new ArrayList<>(List.of("cgroup.max.descendants", "cgroup.max.depth"));
    if (node.hasControllers()) {
      bounds.addAll(List.of("memory.max", "cpu.max"));
    }
    return bounds.stream().map(bound -> bound + ": " + reason).toList();
  }

  Workload attacker(Node node) {
    return switch (neighbour) {
      case OtherPod, SamePod -> victim(node);
      case SharedProcesses -> victim(node).seeing(Processes.Pod);
      case OtherPodOfDocker -> victim(node).within(Confinement.DOCKER);
      case Control ->
          victim(node).at(runtime.unbounded()).seeing(Processes.Node).within(Confinement.NONE);
    };
  }

  Workload victim(Node node) {
    var workload = Workload.under(runtime.writable()).with(users);
    return node.hasControllers() ? workload.limitedTo(Limits.AMPLE) : workload;
  }
}
