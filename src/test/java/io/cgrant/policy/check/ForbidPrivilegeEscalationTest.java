// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ForbidPrivilegeEscalationTest {

  private static final Check CHECK = new ForbidPrivilegeEscalation();

  @ParameterizedTest
  @EnumSource
  void refusesAContainerOfEveryKindThatAllowsIt(ContainerKind kind) {
    with(kind, Optional.of(true))
        .finds(
            "spec."
                + kind.field()
                + "[0].securityContext.allowPrivilegeEscalation: PrivilegeEscalation")
        .saying("container \"c\" allows privilege escalation; set it to false");
  }

  @ParameterizedTest
  @EnumSource
  void takesLeftOutForAllowed(ContainerKind kind) {
    with(kind, Optional.empty())
        .finds(
            "spec."
                + kind.field()
                + "[0].securityContext.allowPrivilegeEscalation: PrivilegeEscalation")
        .saying("container \"c\" leaves it out, which means true; set it to false");
  }

  @ParameterizedTest
  @EnumSource
  void acceptsAContainerOfEveryKindThatForbidsIt(ContainerKind kind) {
    with(kind, Optional.of(false)).findsNothing();
  }

  @Test
  void reportsEveryContainer() {
    Examined.by(
            CHECK,
            Pods.granted()
                .withContainer(Containers.init("a").withPrivilegeEscalation(Optional.empty()))
                .withContainer(Containers.main("b").withPrivilegeEscalation(Optional.of(true))))
        .finds(
            "spec.initContainers[0].securityContext.allowPrivilegeEscalation: PrivilegeEscalation",
            "spec.containers[1].securityContext.allowPrivilegeEscalation: PrivilegeEscalation");
  }

  private static Examined with(ContainerKind kind, Optional<Boolean> value) {
    return Examined.by(
        CHECK,
        Pods.granted()
            .withoutContainers()
            .withContainer(Containers.of(kind, "c").withPrivilegeEscalation(value)));
  }
}
