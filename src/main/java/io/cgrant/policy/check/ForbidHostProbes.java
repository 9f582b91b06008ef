// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;

/// Refuses a probe or lifecycle handler that names a host: the kubelet calls it from the node's
/// network, and so reaches what the pod cannot.
///
/// Source: Pod Security Standards, baseline from 1.34, `hostProbesAndHostLifecycle`.
///
/// Field: `require.podSecurity`, `Restricted` and `Baseline`.
///
/// Default: forbidden.
///
/// Reasons: `ProbeHost`.
///
/// Way out: remove `host`; the probe then goes to the pod itself.
public record ForbidHostProbes() implements Check {

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    for (ContainerView container : pod.spec().containers()) {
      for (String field : container.reach().probeHosts()) {
        found.add(
            new Finding(
                container.path() + "." + field,
                Reason.ProbeHost,
                "container \""
                    + container.name()
                    + "\" has the kubelet call a host from the node's network; remove it, and the"
                    + " call goes to the pod"));
      }
    }
    return found;
  }
}
