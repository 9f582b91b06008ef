// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;

/// Refuses a privileged container of any kind. It sees the node's own cgroup tree, writable,
/// whatever its RuntimeClass says, and in a user namespace too.
///
/// Source: containerd `WithPrivileged`; CRI-O `setupCgroupNamespace`; Pod Security Standards,
/// baseline, "Privileged Containers".
///
/// Reasons: `PrivilegedContainer`.
///
/// Way out: drop `privileged`; a writable cgroup is meant to make it unnecessary.
public record ForbidPrivileged() implements Check {

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    for (ContainerView container : pod.spec().containers()) {
      if (container.security().privileged().orElse(false)) {
        found.add(finding(container));
      }
    }
    return found;
  }

  private static Finding finding(ContainerView container) {
    return new Finding(
        container.path() + ".securityContext.privileged",
        Reason.PrivilegedContainer,
        "container \""
            + container.name()
            + "\" is privileged and would get the node's whole cgroup tree; remove it");
  }
}
