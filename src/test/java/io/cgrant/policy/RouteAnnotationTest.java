// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteAnnotationTest {

  @ParameterizedTest
  @CsvSource({
    "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw, true, CrioAnnotation",
    "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw.main, true, CrioAnnotation",
    "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw/main, true, CrioAnnotation",
    "cgroup2-mount-hierarchy-rw.crio.io, true, CrioAnnotation",
    "cgroup2-mount-hierarchy-rw.crio.io/main, true, CrioAnnotation",
    "writable-cgroups.noderesource.dev, true, NriAnnotation",
    "writable-cgroups.noderesource.dev/pod, true, NriAnnotation",
    "writable-cgroups.noderesource.dev/container.main, true, NriAnnotation",
    "node.gke.io/enable-writable-cgroups, true, GkeAnnotation",
    "node.gke.io/enable-writable-cgroups.main, true, GkeAnnotation",
    "node.gke.io/enable-writable-cgroups.main, False, GkeAnnotation",
    "node.gke.io/enable-writable-cgroups.main, '', GkeAnnotation"
  })
  void isTaken(String key, String value, Route.Name name) {
    var taken = assertInstanceOf(RouteAnnotation.Taken.class, RouteAnnotation.read(key, value));
    assertEquals(name, taken.route().name());
    assertEquals("metadata.annotations[" + key + "]", taken.route().path());
  }

  /// No runtime takes them for `true`, and the author meant something.
  @ParameterizedTest
  @CsvSource({
    "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw, True",
    "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw, 1",
    "cgroup2-mount-hierarchy-rw.crio.io, ' true'",
    "cgroup2-mount-hierarchy-rw.crio.io, 'true '",
    "cgroup2-mount-hierarchy-rw.crio.io, ''",
    "writable-cgroups.noderesource.dev, TRUE",
    "writable-cgroups.noderesource.dev/container.main, False",
    "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rwx, true",
    "cgroup2-mount-hierarchy-rw.crio.ion, true",
    "writable-cgroups.noderesource.dev/pods, true",
    "writable-cgroups.noderesource.dev/container, true",
    "writable-cgroups.noderesource.development, true",
    "node.gke.io/enable-writable-cgroups-for-all, true"
  })
  void isUnclear(String key, String value) {
    var unclear = assertInstanceOf(RouteAnnotation.Unclear.class, RouteAnnotation.read(key, value));
    assertEquals("RouteUnclear", unclear.finding().reason().name());
    assertEquals("metadata.annotations[" + key + "]", unclear.finding().path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw",
        "cgroup2-mount-hierarchy-rw.crio.io/x",
        "cgroup2-mount-hierarchy-rw.crio.ion",
        "node.gke.io/enable-writable-cgroups.main",
        "writable-cgroups.noderesource.dev/pod"
      })
  void isNothingWhereItSaysFalse(String key) {
    assertInstanceOf(RouteAnnotation.Nothing.class, RouteAnnotation.read(key, "false"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com/cgroup2-mount-hierarchy-rw.crio.io",
        "CGROUP2-mount-hierarchy-rw.crio.io",
        "node.gke.io/other",
        "devices.noderesource.dev"
      })
  void isNothingUnderAnotherName(String key) {
    assertInstanceOf(RouteAnnotation.Nothing.class, RouteAnnotation.read(key, "true"));
  }
}
