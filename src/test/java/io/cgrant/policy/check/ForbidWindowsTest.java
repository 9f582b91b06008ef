// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ForbidWindowsTest {

  private static final Check CHECK = new ForbidWindows();

  @ParameterizedTest
  @ValueSource(strings = {"windows", "Windows", "WINDOWS"})
  void refusesAPodForWindowsInAnyCase(String os) {
    Examined.by(CHECK, Pods.granted().withOs(os))
        .finds("spec.os.name: WindowsPod")
        .saying("\"" + os + "\"", "no cgroups", "do not ask");
  }

  @Test
  void acceptsAPodForLinux() {
    Examined.by(CHECK, Pods.granted().withOs("linux")).findsNothing();
  }

  @Test
  void refusesOptionsForWindowsOnThePod() {
    Examined.by(CHECK, Pods.granted().withWindowsOptions())
        .finds("spec.securityContext.windowsOptions: WindowsPod")
        .saying("the pod sets");
  }

  @ParameterizedTest
  @EnumSource
  void refusesOptionsForWindowsOnAContainerOfEveryKind(ContainerKind kind) {
    Examined.by(
            CHECK,
            Pods.granted()
                .withoutContainers()
                .withContainer(Containers.of(kind, "win").withWindowsOptions()))
        .finds("spec." + kind.field() + "[0].securityContext.windowsOptions: WindowsPod")
        .saying("container \"win\"");
  }

  @Test
  void reportsAllThreePlaces() {
    Examined.by(
            CHECK,
            Pods.granted()
                .withOs("windows")
                .withWindowsOptions()
                .withContainer(Containers.main("win").withWindowsOptions()))
        .finds(
            "spec.os.name: WindowsPod",
            "spec.securityContext.windowsOptions: WindowsPod",
            "spec.containers[1].securityContext.windowsOptions: WindowsPod");
  }
}
