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

final class RequireRunAsNonRootTest {

  private static final Check CHECK = new RequireRunAsNonRoot();

  private static final String FIELD = "securityContext.runAsNonRoot: RunsAsRoot";

  @ParameterizedTest
  @EnumSource
  void refusesAContainerOfEveryKindThatLeavesItOut(ContainerKind kind) {
    Examined.by(
            CHECK,
            Pods.granted()
                .withHostUsers(true)
                .withoutContainers()
                .withContainer(Containers.of(kind, "web")))
        .finds("spec." + kind.field() + "[0]." + FIELD)
        .saying("container \"web\" leaves it out", "set it to true");
  }

  @Test
  void refusesAContainerThatTakesBackWhatThePodSays() {
    Examined.by(
            CHECK,
            Pods.granted()
                .withoutHostUsers()
                .withConfinement(nonRoot(true))
                .withContainer(Containers.main("b").withConfinement(nonRoot(false))))
        .finds("spec.containers[1]." + FIELD)
        .saying("sets it to false");
  }

  @Test
  void namesThePodOnceForAllItsHeirs() {
    Examined.by(
            CHECK,
            Pods.granted()
                .withoutHostUsers()
                .withConfinement(nonRoot(false))
                .withContainer(Containers.main("b").withConfinement(nonRoot(true))))
        .finds("spec." + FIELD)
        .saying("the pod sets it to false");
  }

  @Test
  void acceptsAnyUserInAUserNamespace() {
    Examined.by(CHECK, Pods.granted().withConfinement(nonRoot(false))).findsNothing();
  }

  @Test
  void acceptsWhatThePodOrEachContainerSays() {
    Examined.by(CHECK, Pods.granted().withHostUsers(true).withConfinement(nonRoot(true)))
        .findsNothing();
    Examined.by(
            CHECK,
            Pods.granted()
                .withHostUsers(true)
                .withoutContainers()
                .withContainer(Containers.main("b").withConfinement(nonRoot(true))))
        .findsNothing();
  }

  private static Confinement nonRoot(boolean value) {
    return new Confinement(
        Optional.of(value), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
