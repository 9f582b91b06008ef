// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequireSeccompTest {

  private static final String OF_POD =
      "spec.securityContext.seccompProfile.type: SeccompNotAllowed";

  @ParameterizedTest
  @EnumSource
  void refusesAnUnconfinedContainerOfEveryKindInAConfinedPod(ContainerKind kind) {
    Examined.by(
            RequireSeccomp.STRICT,
            Pods.granted()
                .withoutContainers()
                .withContainer(Containers.of(kind, "open").withSeccomp("Unconfined")))
        .finds(
            "spec." + kind.field() + "[0].securityContext.seccompProfile.type: SeccompNotAllowed")
        .saying("container \"open\" runs \"Unconfined\"", "Localhost or RuntimeDefault");
  }

  @ParameterizedTest
  @EnumSource
  void takesLeftOutForUnconfinedInAContainerOfEveryKind(ContainerKind kind) {
    Examined.by(
            RequireSeccomp.STRICT,
            Pods.granted()
                .withoutSeccomp()
                .withoutContainers()
                .withContainer(Containers.of(kind, "open")))
        .finds(OF_POD)
        .saying("container \"open\" has no profile, so runs \"Unconfined\"");
  }

  @Test
  void reportsAnUnconfinedPodOnceAndNamesThoseThatInherit() {
    Examined.by(
            RequireSeccomp.STRICT,
            Pods.granted()
                .withSeccomp("Unconfined")
                .withContainer(Containers.init("first"))
                .withContainer(Containers.main("own").withSeccomp("RuntimeDefault")))
        .finds(OF_POD)
        .saying("container \"first\", \"main\" inherits \"Unconfined\"")
        .notSaying("\"own\"");
  }

  @Test
  void refusesAnUnconfinedPodThatNoContainerInheritsFromAsTheStandardDoes() {
    Examined.by(
            RequireSeccomp.STRICT,
            Pods.granted()
                .withSeccomp("Unconfined")
                .withoutContainers()
                .withContainer(Containers.main("own").withSeccomp("Localhost")))
        .finds(OF_POD)
        .saying("the pod has \"Unconfined\"");
  }

  @Test
  void reportsThePodAndThenEveryContainer() {
    Examined.by(
            RequireSeccomp.STRICT,
            Pods.granted()
                .withoutSeccomp()
                .withContainer(Containers.init("a").withSeccomp("Unconfined"))
                .withContainer(Containers.main("b").withSeccomp("Unconfined")))
        .finds(
            OF_POD,
            "spec.initContainers[0].securityContext.seccompProfile.type: SeccompNotAllowed",
            "spec.containers[1].securityContext.seccompProfile.type: SeccompNotAllowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "runtimedefault", "runtime/default", "Other"})
  void refusesATypeThatIsNotSpelledAsAllowed(String type) {
    Examined.by(RequireSeccomp.STRICT, Pods.granted().withSeccomp(type)).finds(OF_POD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RuntimeDefault", "Localhost"})
  void acceptsTheStrictTypesOnThePod(String type) {
    Examined.by(RequireSeccomp.STRICT, Pods.granted().withSeccomp(type)).findsNothing();
  }

  @Test
  void acceptsUnconfinedAndLeftOutWhereThePolicyAllowsIt() {
    var lax = new RequireSeccomp(Set.of("Unconfined"));
    Examined.by(lax, Pods.granted().withSeccomp("Unconfined")).findsNothing();
    Examined.by(lax, Pods.granted().withoutSeccomp()).findsNothing();
    Examined.by(lax, Pods.granted()).finds(OF_POD);
  }

  @Test
  void mustAllowSomething() {
    var invalid = assertThrows(InvalidCheck.class, () -> new RequireSeccomp(Set.of()));
    assertEquals("require.seccomp", invalid.field());
  }

  @Test
  void mustAllowOnlyWhatKubernetesKnows() {
    var types = new LinkedHashSet<>(List.of("RuntimeDefault", "runtime/default"));
    var invalid = assertThrows(InvalidCheck.class, () -> new RequireSeccomp(types));
    assertEquals("require.seccomp[1]", invalid.field());
  }
}
