// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Pods;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AllowHostPathsTest {

  private static final String FIRST = "spec.volumes[0].hostPath.path: HostPathNotAllowed";
  private static final Check SCRATCH = new AllowHostPaths(List.of("/mnt/scratch", "/run/gitaly"));

  @Test
  void refusesEveryHostPathByDefault() {
    Examined.by(AllowHostPaths.STRICT, Pods.granted().withHostPath("/data"))
        .finds(FIRST)
        .saying("volume \"volume-0\" mounts \"/data\"", "allows no hostPath", "emptyDir");
  }

  @Test
  void refusesWhatIsTooLongToBeAPath() {
    Examined.by(SCRATCH, Pods.granted().withHostPath("/mnt/scratch/" + "./".repeat(2050)))
        .finds(FIRST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/mnt/scratch",
        "/mnt/scratch/",
        "/mnt/scratch/a/b",
        "/mnt//./scratch/a/..",
        "mnt/scratch",
        "/data/../mnt/scratch",
        "/run/gitaly",
        "/var/run/gitaly/cgroup",
        "/var/run/../run/gitaly"
      })
  void acceptsAPathAtOrBelowAnAllowedOne(String path) {
    Examined.by(SCRATCH, Pods.granted().withHostPath(path)).findsNothing();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/mnt",
        "/mnt/scratch2",
        "/mnt/scratch/..",
        "/mnt/scratch/../other",
        "/MNT/scratch",
        "/var/run/../mnt/scratch"
      })
  void refusesAParentASiblingAndAWayOut(String path) {
    Examined.by(SCRATCH, Pods.granted().withHostPath(path))
        .finds(FIRST)
        .saying("only /mnt/scratch, /run/gitaly");
  }

  @Test
  void reportsEveryVolumeAtItsPlace() {
    Examined.by(
            SCRATCH,
            Pods.granted().withHostPath("/a").withHostPath("/mnt/scratch/b").withHostPath("/sys"))
        .finds(FIRST, "spec.volumes[2].hostPath.path: HostPathNotAllowed");
  }

  @Test
  void keepsThePathsThatAPolicyAllows() {
    var folders = List.of("/mnt/scratch", "/run/gitaly");
    assertEquals(folders, new AllowHostPaths(folders).allowed());
  }

  @ParameterizedTest
  @CsvSource({
    "mnt/scratch, /mnt/scratch",
    "/mnt/scratch/, /mnt/scratch",
    "/mnt//scratch, /mnt/scratch",
    "/mnt/./scratch, /mnt/scratch",
    "/mnt/../scratch, /scratch",
    "/var/run/gitaly, /run/gitaly",
    "'', /"
  })
  void aPolicyMustNameAPlainAbsolutePath(String folder, String plain) {
    var invalid = allowing(folder);
    assertEquals("require.hostPaths.allow[1]", invalid.field());
    assertTrue(invalid.getMessage().contains("\"" + folder + "\""), invalid.getMessage());
    assertTrue(invalid.getMessage().endsWith("write \"" + plain + "\""), invalid.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "/, /sys/fs/cgroup",
    "/sys, /sys/fs/cgroup",
    "/sys/fs/cgroup/x, /sys/fs/cgroup",
    "/proc, /proc",
    "/run, /run/containerd",
    "/var/lib, /var/lib/k0s",
    "/run/crio, /run/crio"
  })
  void aPolicyCannotAllowWhatTheFloorForbids(String folder, String reached) {
    var invalid = allowing(folder);
    assertEquals("require.hostPaths.allow[1]", invalid.field());
    assertTrue(
        invalid.getMessage().contains("\"" + folder + "\" reaches " + reached + ","),
        invalid.getMessage());
  }

  private static InvalidCheck allowing(String folder) {
    return assertThrows(
        InvalidCheck.class, () -> new AllowHostPaths(List.of("/mnt/scratch", folder)));
  }
}
