// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.HostNamespaces;
import io.cgrant.pod.Pods;
import org.junit.jupiter.api.Test;

final class ForbidHostNamespacesTest {

  private static final Check CHECK = new ForbidHostNamespaces();

  @Test
  void refusesTheNetworkOfTheNodeEvenInAUserNamespace() {
    sharing(true, false, false)
        .finds("spec.hostNetwork: HostNamespace")
        .saying("network namespace", "/sys", "remove");
  }

  @Test
  void refusesTheProcessesOfTheNode() {
    sharing(false, true, false).finds("spec.hostPID: HostNamespace").saying("PID namespace");
  }

  @Test
  void refusesTheMemoryOfTheNode() {
    sharing(false, false, true).finds("spec.hostIPC: HostNamespace").saying("IPC namespace");
  }

  @Test
  void reportsAllThree() {
    sharing(true, true, true)
        .finds(
            "spec.hostNetwork: HostNamespace",
            "spec.hostPID: HostNamespace",
            "spec.hostIPC: HostNamespace");
  }

  @Test
  void leavesTheCgroupNamespaceToTheFloor() {
    Examined.by(
            CHECK, Pods.granted().withHostNamespaces(new HostNamespaces(false, false, false, true)))
        .findsNothing();
  }

  private static Examined sharing(boolean network, boolean pid, boolean ipc) {
    return Examined.by(
        CHECK, Pods.granted().withHostNamespaces(new HostNamespaces(network, pid, ipc, false)));
  }
}
