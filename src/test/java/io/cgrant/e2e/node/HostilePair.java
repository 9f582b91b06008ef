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

  HostileStage stage() {
    return stage;
  }

  Node node() {
    return node;
  }

  Container attacker() {
    if (attacker == null) {
      attacker = node.start(stage.workload(node));
    }
    return attacker;
  }

  Container victim() {
    if (victim == null) {
      victim = node.start(stage.workload(node));
    }
    return victim;
  }

  @Override
  public void close() {
    for (Container container : new Container[] {attacker, victim}) {
      if (container != null) {
        container.close();
      }
    }
  }
}
