// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.Containers;
import io.cgrant.pod.HostNamespaces;
import io.cgrant.pod.Pods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ForbidHostCgroupNamespaceTest {

  private static final Check CHECK = new ForbidHostCgroupNamespace();

  @Test
  void refusesThePodLevelField() {
    Examined.by(
            CHECK, Pods.granted().withHostNamespaces(new HostNamespaces(false, false, false, true)))
        .finds("spec.hostCgroupNamespace: HostCgroupNamespace")
        .saying("the pod shares", "remove");
  }

  @ParameterizedTest
  @EnumSource
  void refusesTheFieldInAContainerOfEveryKind(ContainerKind kind) {
    Examined.by(
            CHECK,
            Pods.granted()
                .withoutContainers()
                .withContainer(Containers.of(kind, "peeper").withHostCgroupNamespace()))
        .finds(
            "spec." + kind.field() + "[0].securityContext.hostCgroupNamespace: HostCgroupNamespace")
        .saying("container \"peeper\" shares");
  }

  @Test
  void reportsThePodBeforeItsContainers() {
    Examined.by(
            CHECK,
            Pods.granted()
                .withHostNamespaces(new HostNamespaces(false, false, false, true))
                .withContainer(Containers.main("peeper").withHostCgroupNamespace()))
        .finds(
            "spec.hostCgroupNamespace: HostCgroupNamespace",
            "spec.containers[1].securityContext.hostCgroupNamespace: HostCgroupNamespace");
  }

  @Test
  void leavesTheOtherHostNamespacesToTheirOwnCheck() {
    Examined.by(
            CHECK, Pods.granted().withHostNamespaces(new HostNamespaces(true, true, true, false)))
        .findsNothing();
  }
}
