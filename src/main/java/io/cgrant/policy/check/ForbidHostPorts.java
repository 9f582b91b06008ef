// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Reach;
import java.util.ArrayList;
import java.util.List;

/// Refuses a container of any kind that opens a port of its node: whoever reaches the node reaches
/// the workload past every network policy.
///
/// Source: Pod Security Standards, baseline, `hostPorts`.
///
/// Field: `require.podSecurity`, `Restricted` and `Baseline`.
///
/// Default: forbidden.
///
/// Reasons: `HostPort`.
///
/// Way out: remove `hostPort` and use a Service.
public record ForbidHostPorts() implements Check {

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    for (ContainerView container : pod.spec().containers()) {
      for (Reach.HostPort port : container.reach().hostPorts()) {
        if (found.size() == Finding.MOST) {
          return found;
        }
        found.add(finding(container, port));
      }
    }
    return found;
  }

  private static Finding finding(ContainerView container, Reach.HostPort port) {
    return new Finding(
        container.path() + ".ports[" + port.index() + "].hostPort",
        Reason.HostPort,
        "container \""
            + container.name()
            + "\" opens port "
            + port.port()
            + " of the node; remove it and use a Service");
  }
}
