// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AllowVolumeTypesTest {

  private static final Check CHECK = new AllowVolumeTypes();

  @ParameterizedTest
  @ValueSource(
      strings = {"nfs", "iscsi", "flexVolume", "gitRepo", "rbd", "EmptyDir", "somethingNew"})
  void refusesWhatTheNodeMountsByThePodsWord(String type) {
    Examined.by(CHECK, Pods.granted().withVolume("emptyDir", "").withVolume(type, ""))
        .finds("spec.volumes[1]." + type + ": VolumeTypeNotAllowed")
        .saying("volume \"volume-1\"", "use a PersistentVolumeClaim");
  }

  @Test
  void leavesHostPathsToTheirOwnCheck() {
    Examined.by(
            CHECK, Pods.granted().withContainer(Containers.main("b")).withVolume("hostPath", ""))
        .findsNothing();
  }
}
