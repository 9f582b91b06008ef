// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.Confinement;
import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ForbidRunAsRootTest {

  private static final Check CHECK = new ForbidRunAsRoot();

  private static final String FIELD = "securityContext.runAsUser: RunAsUserZero";

  @ParameterizedTest
  @EnumSource
  void refusesAContainerOfEveryKind(ContainerKind kind) {
    Examined.by(
            CHECK,
            Pods.granted()
                .withHostUsers(true)
                .withoutContainers()
                .withContainer(Containers.of(kind, "web").withConfinement(user(0))))
        .finds("spec." + kind.field() + "[0]." + FIELD)
        .saying("container \"web\"", "set another number");
  }

  @Test
  void refusesThePod() {
    Examined.by(CHECK, Pods.granted().withoutHostUsers().withConfinement(user(0)))
        .finds("spec." + FIELD)
        .saying("the pod runs as root");
  }

  @Test
  void acceptsOthersAndRootInAUserNamespace() {
    Examined.by(CHECK, Pods.granted().withHostUsers(true).withConfinement(user(1))).findsNothing();
    Examined.by(CHECK, Pods.granted().withHostUsers(true)).findsNothing();
    Examined.by(CHECK, Pods.granted().withConfinement(user(0))).findsNothing();
  }

  private static Confinement user(long number) {
    return new Confinement(
        Optional.empty(), Optional.of(number), Optional.empty(), Optional.empty());
  }
}
