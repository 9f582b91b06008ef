// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.pod.Containers;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.pod.Reach;
import io.cgrant.policy.check.AllowImages;
import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Floor;
import io.cgrant.policy.check.Strict;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each list of a pod that has no bound of its own: whoever looks through it stops where enough is
/// found, or a pod of 3 MB makes findings by the hundred megabytes.
final class BoundedFindingsTest {

  private static final int MANY = 3 * Finding.MOST;
  private static final PodView CROWD = crowd();

  @Test
  void noCheckFindsMoreThanIsTold() {
    Set<String> full = new TreeSet<>();
    checks()
        .forEach(
            check -> {
              int found = check.examine(CROWD).size();
              if (found >= Finding.MOST) {
                full.add(check.getClass().getSimpleName() + " " + found);
              }
            });
    assertEquals(
        Stream.of(
                "AllowCapabilities",
                "AllowHostPaths",
                "AllowImages",
                "AllowVolumeTypes",
                "ForbidHostPorts",
                "ForbidRawBlock",
                "ForbidRuntimeAnnotations",
                "ForbidRuntimePaths",
                "ForbidUnconfinedAppArmor",
                "ForbidUnsafeSysctls")
            .map(name -> name + " " + Finding.MOST)
            .toList(),
        List.copyOf(full));
  }

  @Test
  void noMoreDoubtsAreFoundThanAreTold() {
    assertEquals(Finding.MOST, RouteFinder.doubts(CROWD).size());
    assertEquals(2 * Finding.MOST, RouteFinder.doubtsOfOrdinary(CROWD).size());
  }

  private static Stream<Check> checks() {
    return Stream.of(
            Floor.CHECKS,
            Strict.CHECKS,
            List.of(new AllowImages(List.of("registry.example.com"), AllowImages.Digest.Optional)))
        .flatMap(List::stream);
  }

  private static PodView crowd() {
    var sysctls = new String[MANY];
    Arrays.setAll(sysctls, i -> "kernel.secret" + i);
    Pods pods =
        Pods.granted()
            .withHostUsers(false)
            .withSysctls(sysctls)
            .withContainer(
                Containers.main("crowded")
                    .withReach(
                        new Reach(
                            Collections.nCopies(MANY, new Reach.HostPort(0, 80)), List.of(), MANY))
                    .withCapabilities(Collections.nCopies(MANY, "X").toArray(String[]::new)));
    for (int i = 0; i < MANY; i++) {
      pods.withHostPath("/sys/fs/cgroup/" + i)
          .withVolume("nfs", "")
          .withVolume("image", "elsewhere.example.com/data:" + i)
          .withAnnotation("unheard-of-" + i + ".crio.io", "true")
          .withAnnotation(RouteAnnotation.GKE + "-next-" + i, "true")
          .withAnnotation("container.apparmor.security.beta.kubernetes.io/c" + i, "unconfined");
    }
    return pods.view();
  }
}
