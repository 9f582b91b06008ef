// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RequireDroppedCapabilitiesTest {

  private static final Check CHECK = new RequireDroppedCapabilities();

  @ParameterizedTest
  @EnumSource
  void refusesAContainerOfEveryKind(ContainerKind kind) {
    Examined.by(
            CHECK,
            Pods.granted()
                .withoutContainers()
                .withContainer(Containers.of(kind, "web").dropping("NET_RAW", "all")))
        .finds(
            "spec."
                + kind.field()
                + "[0].securityContext.capabilities.drop: CapabilitiesNotDropped")
        .saying("container \"web\"", "write [ALL]");
  }

  @Test
  void acceptsAllAmongOthers() {
    Examined.by(CHECK, Pods.granted().withContainer(Containers.main("b").dropping("CHOWN", "ALL")))
        .findsNothing();
  }
}
