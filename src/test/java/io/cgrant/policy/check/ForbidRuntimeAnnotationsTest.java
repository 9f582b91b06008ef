// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Pods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ForbidRuntimeAnnotationsTest {

  private static final Check CHECK = new ForbidRuntimeAnnotations();

  @ParameterizedTest
  @CsvSource({
    "io.kubernetes.cri-o.UnifiedCgroup.main, cgroup keys",
    "io.kubernetes.cri-o.UnifiedCgroup/main, cgroup keys",
    "unified-cgroup.crio.io, cgroup keys",
    "unified-cgroup.crio.io/main, cgroup keys",
    "org.systemd.property.ExecStartPost, systemd properties",
    "run.oci.delegate-cgroup, OCI runtime",
    "run.oci.systemd.subgroup, OCI runtime",
    "io.kubernetes.cri-o.userns-mode, user namespace",
    "userns-mode.crio.io, user namespace",
    "io.kubernetes.cri-o.PlatformRuntimePath, OCI runtime",
    "platform-runtime-path.crio.io, OCI runtime",
    "seccomp-profile.kubernetes.cri-o.io/POD, seccomp",
    "seccomp-profile.crio.io/main, seccomp",
    "seccomp-notifier-action.crio.io, seccomp",
    "cpu-c-states.crio.io, bounds the CPU",
    "io.kubernetes.cri.untrusted-workload, sets for itself",
    "io.kubernetes.cri.rdt-class, sets for itself",
    "io.containers.trace-syscall, write a file",
    "mounts.noderesource.dev/container.main, its mounts",
    "devices.nri.io/pod, its mounts",
    "ulimits.nri.containerd.io/container.main, its mounts",
    "example.com/x.nri.iox, its mounts",
    "bundle, OCI runtime"
  })
  void refusesAndReadsWhatTheRuntimeObeys(String key, String effect) {
    Examined.by(CHECK, Pods.granted().withAnnotation(key, ""))
        .finds("metadata.annotations[" + key + "]: RuntimeAnnotation")
        .saying(effect, "remove it");
    assertTrue(ForbidRuntimeAnnotations.reads(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cgrant.io/granted-by",
        "org.systemd.propertyless",
        "io.systemd.property.ExecStart",
        "my.run.oci.handler",
        "run.ocid",
        "noderesource.dev/x",
        "nri.iox",
        "required-plugins.noderesource.dev/pod",
        "writable-cgroups.noderesource.dev/container.main",
        "bundles",
        "a.bundle",
        "IO.KUBERNETES.CRI-O.USERNS-MODE"
      })
  void leavesOtherAnnotationsAlone(String key) {
    assertEquals(
        java.util.List.of(), CHECK.examine(Pods.granted().withAnnotation(key, "true").view()));
    assertFalse(ForbidRuntimeAnnotations.reads(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw",
        "cgroup2-mount-hierarchy-rw.crio.io",
        "devices.crio.io",
        "io.kubernetes.cri-o.Devices",
        "io.kubernetes.cri-o.ShmSize"
      })
  void readsAndAcceptsARouteAndWhatIsKnownToBeHarmless(String key) {
    Examined.by(CHECK, Pods.granted().withAnnotation(key, "true")).findsNothing();
    assertTrue(ForbidRuntimeAnnotations.reads(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"io.kubernetes.cri-o.SomethingNew", "something-new.crio.io/main", "x.crio.io"})
  void refusesWhatANewerRuntimeMayKnow(String key) {
    Examined.by(CHECK, Pods.granted().withAnnotation(key, "true"))
        .finds("metadata.annotations[" + key + "]: UnknownRuntimeAnnotation")
        .saying("does not know", "remove it");
  }

  @Test
  void reportsAllOfThemSortedByName() {
    Examined.by(
            CHECK,
            Pods.granted()
                .withAnnotation("userns-mode.crio.io", "auto")
                .withAnnotation("run.oci.handler", "krun")
                .withAnnotation("team", "ml")
                .withAnnotation("org.systemd.property.MemoryMax", "1"))
        .finds(
            "metadata.annotations[org.systemd.property.MemoryMax]: RuntimeAnnotation",
            "metadata.annotations[run.oci.handler]: RuntimeAnnotation",
            "metadata.annotations[userns-mode.crio.io]: RuntimeAnnotation");
  }
}
