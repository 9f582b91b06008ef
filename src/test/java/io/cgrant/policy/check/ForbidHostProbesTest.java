// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import io.cgrant.pod.Reach;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ForbidHostProbesTest {

  private static final Check CHECK = new ForbidHostProbes();

  @ParameterizedTest
  @EnumSource
  void refusesAHostInAContainerOfEveryKind(ContainerKind kind) {
    Examined.by(
            CHECK,
            Pods.granted()
                .withoutContainers()
                .withContainer(
                    Containers.of(kind, "web")
                        .withReach(
                            new Reach(List.of(), List.of("lifecycle.preStop.httpGet.host"), 0))))
        .finds("spec." + kind.field() + "[0].lifecycle.preStop.httpGet.host: ProbeHost")
        .saying("container \"web\"", "remove");
  }

  @Test
  void acceptsAContainerWithoutOne() {
    Examined.by(CHECK, Pods.granted()).findsNothing();
  }
}
