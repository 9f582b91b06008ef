// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequireProcMountTest {

  @ParameterizedTest
  @EnumSource
  void refusesAnUnmaskedContainerOfEveryKind(ContainerKind kind) {
    Examined.by(
            RequireProcMount.STRICT,
            Pods.granted()
                .withoutContainers()
                .withContainer(Containers.of(kind, "nested").withProcMount("Unmasked")))
        .finds("spec." + kind.field() + "[0].securityContext.procMount: ProcMountNotAllowed")
        .saying("container \"nested\"", "\"Unmasked\"", "allows Default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unmasked", "default", "Other"})
  void refusesATypeThatIsNotSpelledAsAllowed(String type) {
    Examined.by(
            RequireProcMount.STRICT,
            Pods.granted().withContainer(Containers.main("odd").withProcMount(type)))
        .finds("spec.containers[1].securityContext.procMount: ProcMountNotAllowed");
  }

  @Test
  void takesLeftOutForDefault() {
    Examined.by(RequireProcMount.STRICT, Pods.granted()).findsNothing();
    Examined.by(new RequireProcMount(Set.of("Unmasked")), Pods.granted())
        .finds("spec.containers[0].securityContext.procMount: ProcMountNotAllowed")
        .saying("\"Default\"", "allows Unmasked");
  }

  @Test
  void acceptsWhatThePolicyAllows() {
    Examined.by(
            new RequireProcMount(Set.of("Default", "Unmasked")),
            Pods.granted().withContainer(Containers.main("nested").withProcMount("Unmasked")))
        .findsNothing();
  }

  @Test
  void reportsEveryContainer() {
    Examined.by(
            RequireProcMount.STRICT,
            Pods.granted()
                .withContainer(Containers.init("a").withProcMount("Unmasked"))
                .withContainer(Containers.main("b").withProcMount("Unmasked")))
        .finds(
            "spec.initContainers[0].securityContext.procMount: ProcMountNotAllowed",
            "spec.containers[1].securityContext.procMount: ProcMountNotAllowed");
  }

  @Test
  void mustAllowSomething() {
    var invalid = assertThrows(InvalidCheck.class, () -> new RequireProcMount(Set.of()));
    assertEquals("require.procMount", invalid.field());
    assertTrue(invalid.getMessage().contains("Default, Unmasked"), invalid.getMessage());
  }

  @Test
  void mustAllowOnlyWhatKubernetesKnows() {
    var invalid = assertThrows(InvalidCheck.class, () -> new RequireProcMount(Set.of("unmasked")));
    assertEquals("require.procMount[0]", invalid.field());
    assertTrue(invalid.getMessage().contains("\"unmasked\""), invalid.getMessage());
  }
}
