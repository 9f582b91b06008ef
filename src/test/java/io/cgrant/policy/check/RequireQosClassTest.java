// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import static io.cgrant.policy.check.RequireQosClass.QosClass.BestEffort;
import static io.cgrant.policy.check.RequireQosClass.QosClass.Burstable;
import static io.cgrant.policy.check.RequireQosClass.QosClass.Guaranteed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import io.cgrant.pod.Quantity;
import io.cgrant.pod.Resources;
import io.cgrant.policy.check.RequireQosClass.QosClass;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RequireQosClassTest {

  static Stream<Arguments> classesFromContainers() {
    return Stream.of(
        row(Guaranteed, "requests equal to limits", full()),
        row(Guaranteed, "requests left out", full().withoutRequest("cpu").withoutRequest("memory")),
        row(Guaranteed, "another notation", full().withRequest("cpu", "0.9")),
        row(Guaranteed, "a third resource", full().withLimit("ephemeral-storage", "1Gi")),
        row(Burstable, "a lower request", full().withRequest("cpu", "999m")),
        row(Burstable, "a request of zero", full().withRequest("memory", "0")),
        row(Burstable, "no limit of memory", full().withoutLimit("memory")),
        row(Burstable, "a limit of zero", full().withLimit("cpu", "0").withRequest("cpu", "0")),
        row(Burstable, "cpu alone", none().withLimit("cpu", "1")),
        row(Burstable, "a request alone", none().withRequest("memory", "1Mi")),
        row(BestEffort, "nothing", none()),
        row(BestEffort, "zeros", none().withLimit("cpu", "0").withRequest("memory", "0")),
        row(BestEffort, "other resources", none().withLimit("ephemeral-storage", "1Gi")));
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("classesFromContainers")
  void computesTheClassFromAContainer(QosClass expected, String what, Containers container) {
    assertClass(expected, Pods.granted().withoutContainers().withContainer(container));
  }

  @Test
  void takesTheClassFromPodLevelResourcesEvenWhenTheyAreEmpty() {
    assertClass(BestEffort, Pods.granted().withResources(Resources.NONE));
  }

  @Test
  void countsInitContainersAndSidecars() {
    assertClass(Burstable, Pods.granted().withContainer(Containers.init("a").withoutResources()));
    assertClass(
        Burstable, Pods.granted().withContainer(Containers.sidecar("a").withoutResources()));
    assertClass(
        Guaranteed,
        Pods.granted().withContainer(Containers.init("a")).withContainer(Containers.sidecar("b")));
    assertClass(
        Burstable,
        Pods.granted()
            .withoutContainers()
            .withContainer(none())
            .withContainer(Containers.init("a")));
  }

  @Test
  void doesNotCountEphemeralContainers() {
    assertClass(Guaranteed, Pods.granted().withContainer(Containers.ephemeral("debug")));
  }

  @Test
  void comparesTheSumsOfAllContainers() {
    assertClass(
        Burstable,
        Pods.granted().withContainer(Containers.main("b").withRequest("memory", "512Mi")));
    assertClass(
        Guaranteed,
        Pods.granted()
            .withoutContainers()
            .withContainer(Containers.main("a").withRequest("cpu", "500m"))
            .withContainer(Containers.main("b").withRequest("cpu", "1300m")));
  }

  static Stream<Arguments> classesFromThePod() {
    return Stream.of(
        podRow(Guaranteed, "limits alone", "", "cpu=2 memory=2Gi", none()),
        podRow(Guaranteed, "equal requests", "cpu=2 memory=2Gi", "cpu=2 memory=2Gi", full()),
        podRow(Burstable, "requests of its containers", "", "cpu=2 memory=2Gi", full()),
        podRow(Guaranteed, "the same as its container", "", "cpu=900m memory=1Gi", full()),
        podRow(Burstable, "a lower request", "cpu=1", "cpu=2 memory=2Gi", none()),
        podRow(Burstable, "one limit", "", "cpu=2", none()),
        podRow(Burstable, "a limit of zero", "", "cpu=0 memory=2Gi", none()),
        podRow(Burstable, "requests alone", "cpu=1 memory=1Gi", "", full()),
        podRow(BestEffort, "requests of zero", "cpu=0", "", full()),
        podRow(BestEffort, "huge pages alone", "", "hugepages-2Mi=2Mi", none()),
        podRow(
            Burstable,
            "a container that requests zero",
            "",
            "cpu=2 memory=2Gi",
            none().withRequest("cpu", "0")));
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("classesFromThePod")
  void computesTheClassFromThePodWhereItHasResources(
      QosClass expected, String what, Resources pod, Containers container) {
    assertClass(
        expected, Pods.granted().withResources(pod).withoutContainers().withContainer(container));
  }

  @Test
  void fillsInThePodsRequestFromAllItsContainersTogether() {
    var pod =
        Pods.granted()
            .withResources(resources("", "cpu=1800m memory=2Gi"))
            .withContainer(Containers.main("b"));
    assertClass(Guaranteed, pod);
    assertClass(Burstable, pod.withContainer(Containers.main("c")));
  }

  @Test
  void namesTheClassAndTheWayOut() {
    var bare = Pods.granted().withoutContainers().withContainer(none());
    Examined.by(RequireQosClass.STRICT, bare)
        .finds("spec.containers: QosClassNotAllowed")
        .saying("would be BestEffort", "allows Guaranteed or Burstable", "set requests and limits");
    var burst = Pods.granted().withoutContainers().withContainer(full().withoutLimit("cpu"));
    Examined.by(new RequireQosClass(Set.of(Guaranteed)), burst)
        .finds("spec.containers: QosClassNotAllowed")
        .saying("would be Burstable", "limit cpu and memory in every container");
    Examined.by(new RequireQosClass(Set.of(BestEffort)), burst).saying("remove all requests");
    Examined.by(new RequireQosClass(Set.of(Burstable)), Pods.granted())
        .saying("would be Guaranteed", "requests below the limits");
  }

  @ParameterizedTest
  @EnumSource
  void acceptsOnlyTheClassesThatAreAllowed(QosClass allowed) {
    var check = new RequireQosClass(Set.of(allowed));
    var pods =
        Map.of(
            Guaranteed, Pods.granted(),
            Burstable, Pods.granted().withContainer(none()),
            BestEffort, Pods.granted().withoutContainers().withContainer(none()));
    pods.forEach(
        (qosClass, pod) ->
            assertEquals(
                qosClass == allowed, check.examine(pod.view()).isEmpty(), () -> "" + qosClass));
  }

  @Test
  void mustAllowSomething() {
    var invalid =
        assertThrows(InvalidCheck.class, () -> new RequireQosClass(EnumSet.noneOf(QosClass.class)));
    assertEquals("require.qosClass", invalid.field());
  }

  private static void assertClass(QosClass expected, Pods pod) {
    assertEquals(expected, RequireQosClass.of(pod.view().spec()));
  }

  private static Containers full() {
    return Containers.main("full");
  }

  private static Containers none() {
    return Containers.main("none").withoutResources();
  }

  private static Arguments row(QosClass expected, String what, Containers container) {
    return Arguments.of(expected, what, container);
  }

  private static Arguments podRow(
      QosClass expected, String what, String requests, String limits, Containers container) {
    return Arguments.of(expected, what, resources(requests, limits), container);
  }

  private static Resources resources(String requests, String limits) {
    return new Resources(quantities(requests), quantities(limits));
  }

  private static Map<String, Quantity> quantities(String text) {
    var quantities = new HashMap<String, Quantity>();
    for (String entry : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      String[] pair = entry.split("=", 2);
      quantities.put(pair[0], Quantity.parse(pair[1]));
    }
    return quantities;
  }
}
