// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Who can write in the cgroup that is mounted writable. A mount is not enough: the files belong to
/// somebody.
///
/// runc hands them to the user of the container's first process, and only with the systemd driver;
/// crun to root of the user namespace, where there is one, with both drivers. The rest stays with
/// root of the node. Measured with runc 1.3.6, crun 1.28 and containerd 2.1.9.
public final class Ownership {

  private Ownership() {}

  /// As whom the first process of a container runs.
  public enum Holder {
    ROOT("root"),
    USER("a user other than root"),
    ROOT_IN_USER_NAMESPACE("root with hostUsers: false"),
    USER_IN_USER_NAMESPACE("a user other than root with hostUsers: false");

    private final String words;

    Holder(String words) {
      this.words = words;
    }
  }

  /// Those whose grant is void: the mount is writable, and every write ends in
  /// `Permission denied`.
  public static Set<Holder> shutOut(OciRuntime runtime, CgroupDriver driver) {
    return switch (runtime) {
      case crun -> EnumSet.of(Holder.USER, Holder.USER_IN_USER_NAMESPACE);
      case runc ->
          switch (driver) {
            case systemd -> EnumSet.noneOf(Holder.class);
            case cgroupfs -> EnumSet.complementOf(EnumSet.of(Holder.ROOT));
          };
    };
  }

  /// As one says it: `a user other than root, root with hostUsers: false`.
  static String words(Set<Holder> holders) {
    return Arrays.stream(Holder.values())
        .filter(holders::contains)
        .map(holder -> holder.words)
        .collect(Collectors.joining(", "));
  }
}
