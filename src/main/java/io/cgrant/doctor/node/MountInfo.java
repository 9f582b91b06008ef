// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import io.cgrant.doctor.NodeFacts.CgroupTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads from `/proc/PID/mountinfo` what is mounted at `/sys/fs/cgroup`. Options of the file system
/// itself are the same in every mount of it.
///
/// Source: proc_pid_mountinfo(5); of several mounts at one place the last one is seen.
final class MountInfo {

  private static final String TREE = "/sys/fs/cgroup";
  private static final int POINT = 4;

  private MountInfo() {}

  private record Mount(String point, String type, Set<String> options) {}

  /// Empty where nothing is mounted there.
  static Optional<CgroupTree> cgroup(String mountinfo) {
    List<Mount> mounts = mountinfo.lines().flatMap(line -> mount(line).stream()).toList();
    return mounts.reversed().stream()
        .filter(m -> m.point().equals(TREE))
        .findFirst()
        .flatMap(top -> tree(top, mounts));
  }

  private static Optional<CgroupTree> tree(Mount top, List<Mount> mounts) {
    boolean hasSecond = mounts.stream().anyMatch(m -> m.type().equals("cgroup2"));
    return switch (top.type()) {
      // Whatever of version 1 is mounted elsewhere: it is by this place that a runtime tells.
      case "cgroup2" -> Optional.of(new CgroupTree(CgroupTree.Kind.V2, top.options()));
      case "tmpfs", "cgroup" ->
          Optional.of(
              new CgroupTree(
                  hasSecond ? CgroupTree.Kind.Hybrid : CgroupTree.Kind.V1, top.options()));
      default -> Optional.empty();
    };
  }

  private static Optional<Mount> mount(String line) {
    int dash = line.indexOf(" - ");
    if (dash < 0) {
      return Optional.empty();
    }
    String[] before = line.substring(0, dash).split(" ");
    String[] after = line.substring(dash + 3).split(" ");
    if (before.length <= POINT || after.length < 3) {
      return Optional.empty();
    }
    return Optional.of(new Mount(before[POINT], after[0], Set.of(distinct(after[2]))));
  }

  private static String[] distinct(String options) {
    return java.util.Arrays.stream(options.split(",")).distinct().toArray(String[]::new);
  }
}
