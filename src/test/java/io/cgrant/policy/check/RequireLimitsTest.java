// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import io.cgrant.pod.Quantity;
import io.cgrant.pod.Resources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

final class RequireLimitsTest {

  private static final Check CPU_UP_TO_4 = upTo("cpu", "4");

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "EPHEMERAL")
  void refusesAContainerOfEveryKindWithoutLimits(ContainerKind kind) {
    String path = "spec." + kind.field() + "[0].resources.limits.";
    Examined.by(
            RequireLimits.STRICT,
            Pods.granted()
                .withoutContainers()
                .withContainer(Containers.of(kind, "c").withoutResources()))
        .finds(path + "cpu: LimitMissing", path + "memory: LimitMissing")
        .saying("container \"c\" has no cpu limit; set one, or spec.resources.limits.cpu")
        .saying("container \"c\" has no memory limit; set one, or spec.resources.limits.memory");
  }

  @Test
  void doesNotAskAnEphemeralContainer() {
    Examined.by(RequireLimits.STRICT, Pods.granted().withContainer(Containers.ephemeral("debug")))
        .findsNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.0", "0Gi", "-1"})
  void takesALimitOfZeroForNone(String zero) {
    Examined.by(
            RequireLimits.STRICT,
            Pods.granted().withContainer(Containers.main("z").withLimit("memory", zero)))
        .finds("spec.containers[1].resources.limits.memory: LimitMissing")
        .saying("container \"z\" has a memory limit of 0, which is none");
  }

  @Test
  void doesNotTakeARequestForALimit() {
    Examined.by(
            RequireLimits.STRICT,
            Pods.granted().withContainer(Containers.main("r").withoutLimit("cpu")))
        .finds("spec.containers[1].resources.limits.cpu: LimitMissing");
  }

  @Test
  void acceptsThePodsOwnLimitInsteadForEachResourceByItself() {
    var pod =
        Pods.granted()
            .withResources(limits("cpu", "2"))
            .withContainer(Containers.init("a").withoutResources())
            .withContainer(Containers.main("b").withoutLimit("cpu"));
    Examined.by(RequireLimits.STRICT, pod)
        .finds("spec.initContainers[0].resources.limits.memory: LimitMissing");
  }

  @Test
  void takesAPodLimitOfZeroForNone() {
    Examined.by(
            RequireLimits.STRICT,
            Pods.granted()
                .withResources(limits("cpu", "0"))
                .withContainer(Containers.main("b").withoutLimit("cpu")))
        .finds("spec.containers[1].resources.limits.cpu: LimitMissing");
  }

  @Test
  void reportsResourcesInThePolicysOrderContainerByContainer() {
    Examined.by(
            new RequireLimits(List.of("memory", "ephemeral-storage", "cpu"), Map.of()),
            Pods.granted().withContainer(Containers.init("a").withoutResources()))
        .finds(
            "spec.initContainers[0].resources.limits.memory: LimitMissing",
            "spec.initContainers[0].resources.limits.ephemeral-storage: LimitMissing",
            "spec.initContainers[0].resources.limits.cpu: LimitMissing",
            "spec.containers[0].resources.limits.ephemeral-storage: LimitMissing");
  }

  @Test
  void doesNotAcceptAPodLimitOfStorageWhichNoServerTakes() {
    Examined.by(
            new RequireLimits(List.of("ephemeral-storage"), Map.of()),
            Pods.granted().withResources(limits("ephemeral-storage", "1Gi")))
        .finds("spec.containers[0].resources.limits.ephemeral-storage: LimitMissing")
        .notSaying("spec.resources");
  }

  @Test
  void mustNameSomething() {
    var invalid = assertThrows(InvalidCheck.class, () -> new RequireLimits(List.of(), Map.of()));
    assertEquals("require.limits.resources", invalid.field());
  }

  @Test
  void asksForALimitOfEveryResourceThatHasAMax() {
    var check = new RequireLimits(List.of("memory"), Map.of("cpu", q("4"), "memory", q("8Gi")));
    assertEquals(List.of("memory", "cpu"), check.resources());
    Examined.by(check, Pods.granted().withContainer(Containers.main("free").withoutLimit("cpu")))
        .finds("spec.containers[1].resources.limits.cpu: LimitMissing");
  }

  @Test
  void refusesASingleLimitAboveTheMax() {
    Examined.by(CPU_UP_TO_4, alone(Containers.init("big").withLimit("cpu", "4001m")))
        .finds(
            "spec.initContainers[0].resources.limits.cpu: LimitAboveMax",
            "spec.containers: TotalLimitAboveMax")
        .saying("container \"big\" limits cpu to 4001m, above the policy's max of 4; lower it")
        .saying("the containers together limit cpu to 4001m, above the policy's max of 4");
  }

  @Test
  void acceptsLimitsAtTheMax() {
    Examined.by(CPU_UP_TO_4, alone(Containers.main("big").withLimit("cpu", "4000m")))
        .findsNothing();
    Examined.by(CPU_UP_TO_4, Pods.granted().withResources(limits("cpu", "4"))).findsNothing();
  }

  @Test
  void addsUpMainContainers() {
    Examined.by(CPU_UP_TO_4, cpus(Containers.main("a"), "2", Containers.main("b"), "2"))
        .findsNothing();
    Examined.by(CPU_UP_TO_4, cpus(Containers.main("a"), "2", Containers.main("b"), "2.5"))
        .finds("spec.containers: TotalLimitAboveMax")
        .saying("4500m");
  }

  @Test
  void takesTheLargestOfTheInitContainersWhichRunOneByOne() {
    Examined.by(CPU_UP_TO_4, cpus(Containers.init("a"), "4", Containers.init("b"), "4"))
        .findsNothing();
    Examined.by(CPU_UP_TO_4, cpus(Containers.init("a"), "4", Containers.main("b"), "4"))
        .findsNothing();
  }

  @Test
  void addsSidecarsToTheMainContainers() {
    Examined.by(CPU_UP_TO_4, cpus(Containers.sidecar("a"), "3", Containers.main("b"), "2"))
        .finds("spec.containers: TotalLimitAboveMax")
        .saying("limit cpu to 5,");
  }

  @Test
  void addsToAnInitContainerOnlyTheSidecarsBeforeIt() {
    Examined.by(CPU_UP_TO_4, cpus(Containers.sidecar("a"), "2", Containers.init("b"), "3"))
        .finds("spec.containers: TotalLimitAboveMax")
        .saying("limit cpu to 5,");
    Examined.by(CPU_UP_TO_4, cpus(Containers.init("b"), "3", Containers.sidecar("a"), "2"))
        .findsNothing();
  }

  @Test
  void addsUpEverySidecar() {
    Examined.by(CPU_UP_TO_4, cpus(Containers.sidecar("a"), "3", Containers.sidecar("b"), "2"))
        .finds("spec.containers: TotalLimitAboveMax")
        .saying("limit cpu to 5,");
  }

  @Test
  void takesThePodsLimitForTheTotalWhereThereIsOne() {
    Examined.by(
            CPU_UP_TO_4,
            cpus(Containers.main("a"), "4", Containers.main("b"), "4")
                .withResources(limits("cpu", "4")))
        .findsNothing();
    Examined.by(CPU_UP_TO_4, Pods.granted().withResources(limits("cpu", "5")))
        .finds("spec.resources.limits.cpu: LimitAboveMax")
        .saying("the pod limits cpu to 5, above the policy's max of 4; lower it");
  }

  @Test
  void doesNotTakeThePodsLimitOfAnotherResourceForTheTotal() {
    Examined.by(
            CPU_UP_TO_4,
            cpus(Containers.main("a"), "3", Containers.main("b"), "3")
                .withResources(limits("memory", "1Gi")))
        .finds("spec.containers: TotalLimitAboveMax");
  }

  @Test
  void holdsEachResourceToItsOwnMax() {
    Examined.by(
            new RequireLimits(
                List.of(), Map.of("memory", q("512Mi"), "cpu", q("4"), "hugepages-2Mi", q("4Mi"))),
            Pods.granted()
                .withoutContainers()
                .withContainer(
                    Containers.main("a").withLimit("cpu", "4").withLimit("hugepages-2Mi", "6Mi")))
        .finds(
            "spec.containers[0].resources.limits.hugepages-2Mi: LimitAboveMax",
            "spec.containers[0].resources.limits.memory: LimitAboveMax",
            "spec.containers: TotalLimitAboveMax",
            "spec.containers: TotalLimitAboveMax")
        .saying("hugepages-2Mi to 6Mi")
        .saying("memory to 1Gi, above the policy's max of 512Mi");
  }

  @Test
  void comparesTheTotalExactly() {
    Examined.by(
            upTo("memory", "1Gi"),
            Pods.granted()
                .withoutContainers()
                .withContainer(Containers.main("a").withLimit("memory", "1Gi"))
                .withContainer(Containers.main("b").withLimit("memory", "1m")))
        .finds("spec.containers: TotalLimitAboveMax");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0m"})
  void aMaxMustBeAboveZero(String most) {
    var invalid = assertThrows(InvalidCheck.class, () -> upTo("cpu", most));
    assertEquals("require.limits.max.cpu", invalid.field());
    assertTrue(invalid.getMessage().contains("above zero"), invalid.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "CPU",
        "mem",
        "storage",
        "nvidia.com/gpu",
        "pods",
        "hugepages-",
        "hugepages-0",
        "hugepages--2Mi",
        "hugepages-big",
        "hugepages2Mi",
        "my-hugepages-2Mi"
      })
  void refusesAResourceThatKubernetesDoesNotLimit(String resource) {
    var invalid =
        assertThrows(
            InvalidCheck.class, () -> new RequireLimits(List.of("cpu", resource), Map.of()));
    assertEquals("require.limits.resources[1]", invalid.field());
    assertTrue(invalid.getMessage().contains("\"" + resource + "\""), invalid.getMessage());
    var ofMax = assertThrows(InvalidCheck.class, () -> upTo(resource, "1"));
    assertEquals("require.limits.max." + resource, ofMax.field());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "memory", "ephemeral-storage", "hugepages-2Mi", "hugepages-1Gi"})
  void knowsTheResourcesThatKubernetesLimits(String resource) {
    Examined.by(upTo(resource, "1"), alone(Containers.main("a").withLimit(resource, "1")))
        .findsNothing();
  }

  @Test
  void takesAResourceNamedTwiceForOne() {
    assertEquals(List.of("cpu"), new RequireLimits(List.of("cpu", "cpu"), Map.of()).resources());
  }

  private static RequireLimits upTo(String resource, String most) {
    return new RequireLimits(List.of(), Map.of(resource, q(most)));
  }

  private static Pods alone(Containers container) {
    return Pods.granted().withoutContainers().withContainer(container);
  }

  private static Pods cpus(Containers one, String ofOne, Containers other, String ofOther) {
    return alone(one.withLimit("cpu", ofOne)).withContainer(other.withLimit("cpu", ofOther));
  }

  private static Resources limits(String resource, String quantity) {
    return new Resources(Map.of(), Map.of(resource, q(quantity)));
  }

  private static Quantity q(String text) {
    return Quantity.parse(text);
  }
}
