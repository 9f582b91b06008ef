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

final class ForbidRawBlockTest {

  private static final Check CHECK = new ForbidRawBlock();
  private static final Reach TWO_DEVICES = new Reach(List.of(), List.of(), 2);

  @ParameterizedTest
  @EnumSource
  void refusesEachDeviceOfAContainerOfEveryKind(ContainerKind kind) {
    String list = "spec." + kind.field() + "[0].volumeDevices";
    Examined.by(
            CHECK,
            Pods.granted()
                .withoutContainers()
                .withContainer(Containers.of(kind, "store").withReach(TWO_DEVICES)))
        .finds(list + "[0]: RawBlockVolume", list + "[1]: RawBlockVolume")
        .saying("container \"store\"", "hostUsers false", "use a volume with a file system");
  }

  @Test
  void acceptsOneWithoutAUserNamespaceAndAPodWithoutAny() {
    Examined.by(
            CHECK,
            Pods.granted()
                .withHostUsers(true)
                .withContainer(Containers.main("store").withReach(TWO_DEVICES)))
        .findsNothing();
    Examined.by(CHECK, Pods.granted()).findsNothing();
  }
}
