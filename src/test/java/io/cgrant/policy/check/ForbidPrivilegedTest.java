// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ForbidPrivilegedTest {

  private static final Check CHECK = new ForbidPrivileged();

  @ParameterizedTest
  @EnumSource
  void refusesAPrivilegedContainerOfEveryKind(ContainerKind kind) {
    Examined.by(
            CHECK,
            Pods.granted()
                .withoutContainers()
                .withContainer(Containers.of(kind, "root").withPrivileged(true)))
        .finds("spec." + kind.field() + "[0].securityContext.privileged: PrivilegedContainer")
        .saying("container \"root\"", "privileged", "remove");
  }

  @Test
  void acceptsFalseAndLeftOut() {
    Examined.by(CHECK, Pods.granted().withContainer(Containers.main("plain").withPrivileged(false)))
        .findsNothing();
  }

  @Test
  void namesEveryOneInThePodsOrder() {
    Examined.by(
            CHECK,
            Pods.granted()
                .withContainer(Containers.main("a").withPrivileged(true))
                .withContainer(Containers.init("b").withPrivileged(true)))
        .finds(
            "spec.initContainers[0].securityContext.privileged: PrivilegedContainer",
            "spec.containers[1].securityContext.privileged: PrivilegedContainer");
  }
}
