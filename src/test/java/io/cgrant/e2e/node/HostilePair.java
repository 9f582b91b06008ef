// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

/// An attacker and its neighbour, started when the first workload needs them.
final class HostilePair implements AutoCloseable {

  private final HostileStage stage;
  private final Node node;
  private Container attacker;
  private Container victim;

  HostilePair(HostileStage stage, Node node) {
    this.stage = stage;
    this.node = node;
  }

  /// Of two that run, and that somebody else ends.
  static HostilePair of(HostileStage stage, Container attacker, Container victim) {
    var pair = new HostilePair(stage, attacker.node());
    pair.attacker = attacker;
    pair.victim = victim;
    return pair;
  }

  HostileStage stage() {
    return stage;
  }

  Node node() {
    return node;
  }

  Container attacker() {
    if (attacker == null) {
      attacker = node.start(stage.attacker(node));
    }
    return attacker;
  }

  Container victim() {
    if (victim == null) {
      victim =
          switch (stage.neighbour()) {
            case OtherPod, OtherPodOfDocker, Control -> node.start(stage.victim(node));
            case SamePod, SharedProcesses -> node.startBeside(attacker(), stage.attacker(node));
          };
    }
    return victim;
  }

  /// The cgroup whose like and whose children may be changed: its own, or its pod's.
  String reach() {
    return switch (stage.neighbour()) {
      case OtherPod, OtherPodOfDocker, SamePod, Control -> attacker().cgroup();
      case SharedProcesses -> attacker().podsCgroup();
    };
  }

  @Override
  public void close() {
    if (attacker != null) {
      attacker.close();
    }
    if (victim != null && !victim.pod().equals(attacker.pod())) {
      victim.close();
    }
  }
}
