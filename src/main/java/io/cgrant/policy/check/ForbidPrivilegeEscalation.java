// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;

/// Refuses a container of any kind in which a process may gain more privileges than its parent, for
/// instance by a setuid program. Left out means allowed.
///
/// Source: Pod Security Standards, restricted, "Privilege Escalation".
///
/// Field: `require.privilegeEscalation`.
///
/// Default: forbidden.
///
/// Reasons: `PrivilegeEscalation`.
///
/// Way out: set `securityContext.allowPrivilegeEscalation` to `false` in every container.
public record ForbidPrivilegeEscalation() implements Check {

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    for (ContainerView container : pod.spec().containers()) {
      if (container.security().allowPrivilegeEscalation().orElse(true)) {
        found.add(finding(container));
      }
    }
    return found;
  }

  private static Finding finding(ContainerView container) {
    boolean written = container.security().allowPrivilegeEscalation().isPresent();
    return new Finding(
        container.path() + ".securityContext.allowPrivilegeEscalation",
        Reason.PrivilegeEscalation,
        "container \""
            + container.name()
            + (written
                ? "\" allows privilege escalation; set it to false"
                : "\" leaves it out, which means true; set it to false"));
  }
}
