// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Containers;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RouteFinderTest {

  @Test
  void findsEveryAnnotationWhateverItsValueUnlessItSaysFalse() {
    String old = "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw";
    String gke = "node.gke.io/enable-writable-cgroups.main";
    String nri = "writable-cgroups.noderesource.dev/container.main";
    for (String value : List.of("true", "True", "1", " true", "", "FALSE")) {
      assertEquals(List.of(new Route.CrioAnnotation(old)), annotated(old, value));
      assertEquals(List.of(new Route.GkeAnnotation(gke)), annotated(gke, value));
      assertEquals(List.of(new Route.NriAnnotation(nri)), annotated(nri, value));
    }
    String now = "cgroup2-mount-hierarchy-rw.crio.io";
    assertEquals(List.of(new Route.CrioAnnotation(now)), annotated(now, "true"));
    assertEquals(
        List.of(new Route.CrioAnnotation(now + "/main")), annotated(now + "/main", "true"));
    for (String key : List.of(old, now, gke, nri)) {
      assertEquals(List.of(), annotated(key, "false"));
      assertTrue(RouteFinder.reads(key));
    }
    assertEquals(List.of(), annotated("example.com/" + now, "true"));
    assertFalse(RouteFinder.reads("example.com/" + now));
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
}
