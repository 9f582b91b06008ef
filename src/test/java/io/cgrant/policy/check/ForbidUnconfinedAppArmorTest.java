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

final class ForbidUnconfinedAppArmorTest {

  private static final Check CHECK = new ForbidUnconfinedAppArmor();

  private static final String ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

  @ParameterizedTest
  @EnumSource
  void refusesAContainerOfEveryKind(ContainerKind kind) {
    Examined.by(
            CHECK,
            Pods.granted()
                .withoutContainers()
                .withContainer(Containers.of(kind, "web").withConfinement(appArmor("Unconfined"))))
        .finds(
            "spec." + kind.field() + "[0].securityContext.appArmorProfile.type: AppArmorNotAllowed")
        .saying("\"Unconfined\"", "set RuntimeDefault or Localhost");
  }

  @Test
  void refusesThePodsOwnAndWhateverNobodyKnows() {
    Examined.by(CHECK, Pods.granted().withConfinement(appArmor("runtimedefault")))
        .finds("spec.securityContext.appArmorProfile.type: AppArmorNotAllowed");
  }

  @Test
  void refusesTheOldAnnotationInOrder() {
    Examined.by(
            CHECK,
            Pods.granted()
                .withAnnotation(ANNOTATION + "b", "unconfined")
                .withAnnotation(ANNOTATION + "a", "Localhost/x")
                .withAnnotation(ANNOTATION + "c", "runtime/default")
                .withAnnotation(ANNOTATION + "d", "localhost/x")
                .withAnnotation(ANNOTATION + "e", "")
                .withAnnotation("other", "unconfined"))
        .finds(
            "metadata.annotations[" + ANNOTATION + "a]: AppArmorNotAllowed",
            "metadata.annotations[" + ANNOTATION + "b]: AppArmorNotAllowed");
  }

  @Test
  void acceptsWhatTheStandardDoes() {
    Examined.by(
            CHECK,
            Pods.granted()
                .withConfinement(appArmor("RuntimeDefault"))
                .withContainer(Containers.main("b").withConfinement(appArmor("Localhost"))))
        .findsNothing();
  }

  private static Confinement appArmor(String type) {
    return new Confinement(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(type));
  }
}
