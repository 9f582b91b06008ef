// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.delegation;

/// What the releases of containerd do with a writable cgroup.
public final class ContainerdRelease {

  /// The first that knows `cgroup_writable`. Source: pull request 11131, read at the tags.
  public static final Release FIRST = Release.of(2, 1);

  private ContainerdRelease() {}

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
