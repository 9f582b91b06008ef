// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.delegation;

/// What the releases of containerd do with a writable cgroup.
public final class ContainerdRelease {

  /// The first that knows `cgroup_writable`. Source: pull request 11131, read at the tags.
  public static final Release FIRST = Release.of(2, 1);

  /// The first that brings each file of its configuration to the newest version by itself, before
  /// it joins them; others take the version that is read last for that of all. Source:
  /// `cmd/containerd/server/config/config.go` at the tags.
  private static final Release FILE_BY_FILE = Release.of(2, 3);

  /// Those of 2.3 before it do not start where a drop-in is of a higher version than the main file.
  private static final Release TAKES_HIGHER = Release.of(2, 3, 5);

  private ContainerdRelease() {}

  /// Whether files of several versions can be joined.
  public static boolean mixesVersions(Release release) {
    return !release.isBefore(FILE_BY_FILE);
  }

  /// The newest version of a configuration that it reads; with a newer one it does not start.
  public static int newestConfig(Release release) {
    return mixesVersions(release) ? 4 : 3;
  }

  /// Whether a drop-in may be of a higher version than the main file.
  public static boolean takesHigherDropIn(Release release) {
    return !release.isBefore(TAKES_HIGHER);
  }

  public static boolean knowsWritable(Release release) {
    return !release.isBefore(FIRST);
  }

  /// Whether the start of a privileged container leaves `nsdelegate` on the node's cgroup file
  /// system. Without it root of a container raises its own limits.
  public static boolean keepsNsdelegate(Release release) {
    return knowsWritable(release) && !release.isBefore(firstThatKeepsNsdelegate(release));
  }

  /// The first of a line that does. Source: pull request 12952, read at the tags.
  ///
  /// @param release any of the line
  public static Release firstThatKeepsNsdelegate(Release release) {
    boolean isTwo = release.major() == FIRST.major();
    return switch (isTwo ? release.minor() : -1) {
      case 1 -> Release.of(2, 1, 7);
      case 2 -> Release.of(2, 2, 3);
      default -> release.line();
    };
  }
}
