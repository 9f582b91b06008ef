// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.Containers;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.ForbidRuntimeAnnotations;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RouteFinderTest {

  @Test
  void findsTheRoutesThatAnnotationsTake() {
    String old = RouteFinder.CRIO_KEYS.getFirst();
    assertEquals(List.of(new Route.CrioAnnotation(old)), annotated(old, "true"));
    assertEquals(List.of(), annotated(old, "True"));
    assertEquals(List.of(), annotated(old, "false"));
    assertEquals(List.of(), annotated("example.com/" + old, "true"));
    RouteFinder.prefixes().forEach(key -> assertTrue(RouteFinder.reads(key)));
    assertFalse(RouteFinder.reads("example.com/" + old));
  }

  @Test
  void doubtsWhatIsUnclearInTheOrderOfNames() {
    var pod =
        Pods.granted()
            .withAnnotation("writable-cgroups.noderesource.dev", "yes")
            .withAnnotation("cgroup2-mount-hierarchy-rw.crio.io", "1")
            .withAnnotation("something-new.crio.io", "")
            .withAnnotation("unified-cgroup.crio.io", "")
            .withAnnotation("devices.crio.io", "/dev/fuse")
            .view();
    var unclear =
        List.of(
            "metadata.annotations[cgroup2-mount-hierarchy-rw.crio.io]: RouteUnclear",
            "metadata.annotations[writable-cgroups.noderesource.dev]: RouteUnclear");
    assertEquals(unclear, told(RouteFinder.doubts(pod)));
    var unknown = "metadata.annotations[something-new.crio.io]: UnknownRuntimeAnnotation";
    assertEquals(
        List.of(unclear.get(0), unclear.get(1), unknown), told(RouteFinder.doubtsOfOrdinary(pod)));
  }

  @Test
  void whatIsARouteIsNoMatterOfTheFloor() {
    for (String key : RouteFinder.prefixes()) {
      var pod = Pods.granted().withAnnotation(key, "true").view();
      assertEquals(List.of(), new ForbidRuntimeAnnotations().examine(pod), key);
    }
  }

  @Test
  void knowsWhereAnEntrypointIsNotInThePod() {
    var secret = Containers.main("a").withEntrypoint("$(A)", "A");
    var systemd = Containers.main("b").withEntrypoint("/sbin/init$(A)", "A");
    var pod = Pods.granted().withContainer(secret).withContainer(systemd).view();
    assertEquals(
        List.of("a"),
        RouteFinder.unknownEntrypoints(pod).stream().map(ContainerView::name).toList());
    assertEquals(1, RouteFinder.inPod(pod).size());
  }

  @Test
  void findsAnEntrypointThatCrioTakesForSystemd() {
    for (String command :
        List.of(
            "/sbin/init",
            "/usr/sbin/init",
            "/sbin/init-anything",
            "systemd",
            "/lib/systemd/systemd")) {
      var pod = withCommand(command);
      assertEquals(
          List.of(new Route.CrioSystemd("spec.initContainers[0].command[0]", command)),
          RouteFinder.inPod(pod));
    }
    for (String command : List.of("/bin/init", "systemd-run", "/systemd/sh", "init", "")) {
      assertEquals(List.of(), RouteFinder.inPod(withCommand(command)), command);
    }
  }

  @Test
  void findsACgroupMountModeThatDoesNotNarrow() {
    for (String mode : List.of("Writable", "READ_WRITE", "")) {
      var pod = withMode(mode);
      assertEquals(
          List.of(
              new Route.CgroupOptions(
                  "spec.containers[1].securityContext.cgroupOptions.mountMode", mode)),
          RouteFinder.inPod(pod));
    }
    assertEquals(List.of(), RouteFinder.inPod(withMode("ReadOnly")));
  }

  @Test
  void anEphemeralContainerMayNotHaveTheFieldAtAll() {
    for (String mode : List.of("", "ReadOnly", "Writable")) {
      var debug = Containers.ephemeral("debug").withCgroupMountMode(mode);
      assertEquals(
          List.of(
              new Route.CgroupOptions(
                  "spec.ephemeralContainers[0].securityContext.cgroupOptions.mountMode", mode)),
          RouteFinder.inPod(Pods.granted().withContainer(debug).view()));
    }
  }

  @Test
  void reportsAnnotationsByNameAndThenContainersInTheirOrder() {
    var pod =
        Pods.granted()
            .withAnnotation("writable-cgroups.noderesource.dev", "true")
            .withAnnotation("node.gke.io/enable-writable-cgroups.b", "true")
            .withAnnotation("node.gke.io/enable-writable-cgroups.a", "true")
            .withAnnotation("cgroup2-mount-hierarchy-rw.crio.io", "true")
            .withContainer(Containers.init("i").withEntrypoint("systemd"))
            .view();
    assertEquals(
        List.of(
            "metadata.annotations[cgroup2-mount-hierarchy-rw.crio.io]",
            "metadata.annotations[node.gke.io/enable-writable-cgroups.a]",
            "metadata.annotations[node.gke.io/enable-writable-cgroups.b]",
            "metadata.annotations[writable-cgroups.noderesource.dev]",
            "spec.initContainers[0].command[0]"),
        RouteFinder.inPod(pod).stream().map(Route::path).toList());
  }

  @Test
  void everyRouteHasItsNameInAPolicy() {
    List<Route> all =
        List.of(
            new Route.RuntimeClass("c", "h"),
            new Route.CrioAnnotation("k"),
            new Route.CrioSystemd("p", "e"),
            new Route.GkeAnnotation("k"),
            new Route.NriAnnotation("k"),
            new Route.CgroupOptions("p", "m"));
    Set<String> classes =
        Arrays.stream(Route.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .collect(Collectors.toSet());
    assertEquals(classes, all.stream().map(r -> r.name().name()).collect(Collectors.toSet()));
    all.forEach(route -> assertEquals(route.getClass().getSimpleName(), route.name().name()));
  }

  private static PodView withCommand(String command) {
    return Pods.granted().withContainer(Containers.init("i").withEntrypoint(command)).view();
  }

  private static PodView withMode(String mode) {
    return Pods.granted().withContainer(Containers.main("two").withCgroupMountMode(mode)).view();
  }

  private static List<Route> annotated(String key, String value) {
    return RouteFinder.inPod(Pods.granted().withAnnotation(key, value).view());
  }

  private static List<String> told(List<Finding> findings) {
    return findings.stream().map(f -> f.path() + ": " + f.reason().name()).toList();
  }
}
