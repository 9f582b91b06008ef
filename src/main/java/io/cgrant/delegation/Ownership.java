// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.delegation;

import io.cgrant.delegation.Delegation.Namespace;
import io.cgrant.delegation.Delegation.User;
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
    ROOT(Namespace.OfTheNode, User.Root, "root"),
    USER(Namespace.OfTheNode, User.Other, "a user other than root"),
    ROOT_IN_USER_NAMESPACE(Namespace.Own, User.Root, "root with hostUsers: false"),
    USER_IN_USER_NAMESPACE(
        Namespace.Own, User.Other, "a user other than root with hostUsers: false");

    private final Namespace namespace;
    private final User user;
    private final String words;

    Holder(Namespace namespace, User user, String words) {
      this.namespace = namespace;
      this.user = user;
      this.words = words;
    }
  }

  /// Those whose grant is void: the mount is writable, and every write ends in
  /// `Permission denied`.
  public static Set<Holder> shutOut(OciRuntime runtime, CgroupDriver driver) {
    Set<Holder> shutOut = EnumSet.noneOf(Holder.class);
    for (Holder holder : Holder.values()) {
      if (!Delegation.works(runtime, driver, holder.namespace, holder.user)) {
        shutOut.add(holder);
      }
    }
    return shutOut;
  }

  /// As one says it: `a user other than root, root with hostUsers: false`.
  public static String words(Set<Holder> holders) {
    return Arrays.stream(Holder.values())
        .filter(holders::contains)
        .map(holder -> holder.words)
        .collect(Collectors.joining(", "));
  }
}
