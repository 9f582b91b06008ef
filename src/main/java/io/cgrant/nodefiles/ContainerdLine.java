// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import io.cgrant.delegation.ContainerdRelease;
import io.cgrant.delegation.Release;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// A line of containerd releases that know `cgroup_writable`, and what differs between them.
///
/// Source, at the tags 2.1.0 to 2.1.9, 2.2.0 to 2.2.7, 2.3.0 to 2.3.7 and 2.4.0 to 2.4.2:
/// `version/version.go`, `cmd/containerd/server/config/config.go`, `defaults/defaults_unix.go`,
/// `vendor/github.com/opencontainers/runtime-spec`.
enum ContainerdLine {
  V2_1(1, "1.2.1"),
  V2_2(2, "1.3.0"),
  V2_3(3, "1.3.0"),
  V2_4(4, "1.3.0");

  private static final int OLDEST_CONFIG = 2;

  private final Release line;
  private final String ociVersion;

  ContainerdLine(int minor, String ociVersion) {
    this.line = Release.of(2, minor);
    this.ociVersion = ociVersion;
  }

  static Optional<ContainerdLine> of(Release release) {
    return Arrays.stream(values()).filter(known -> known.line.equals(release.line())).findFirst();
  }

  static ContainerdLine oldest() {
    return values()[0];
  }

  static ContainerdLine newest() {
    return values()[values().length - 1];
  }

  Release line() {
    return line;
  }

  /// The version to take where nobody says which the node has: the one that is right beside every
  /// main file. Empty where none is.
  OptionalInt usualConfig() {
    return mixesVersions() ? OptionalInt.of(OLDEST_CONFIG) : OptionalInt.empty();
  }

  /// The versions that this line reads.
  List<Integer> configs() {
    return IntStream.rangeClosed(OLDEST_CONFIG, ContainerdRelease.newestConfig(line))
        .boxed()
        .toList();
  }

  /// Whether each file is brought to the newest version before it is joined to the others, so that
  /// a drop-in of a lower version than the main file does no harm; with one of a higher version
  /// 2.3.0 to 2.3.4 do not start. Before, the version read last was taken for that of all.
  boolean mixesVersions() {
    return ContainerdRelease.mixesVersions(line);
  }

  /// Whether `containerd config default` names the folder of drop-ins.
  boolean namesDropIns() {
    return this != V2_1;
  }

  /// Of the runtime specification it writes.
  String ociVersion() {
    return ociVersion;
  }
}
