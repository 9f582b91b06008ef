// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;

/// Refuses a raw block volume (`volumeDevices`) in a pod that has a user namespace: the kubelet
/// does not start such a pod, so a grant would be for a pod that never runs. Without a user
/// namespace it is accepted: the container gets one device, and no cgroup.
///
/// Source: KEP-127; Kubernetes, User Namespaces, "Limitations".
///
/// Default: always required.
///
/// Reasons: `RawBlockVolume`.
///
/// Way out: use a volume with a file system (`volumeMounts`), or do not ask.
public record ForbidRawBlock() implements Check {

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    if (!pod.spec().hasUserNamespace()) {
      return found;
    }
    for (ContainerView container : pod.spec().containers()) {
      for (int i = 0; i < container.reach().volumeDevices(); i++) {
        if (found.size() == Finding.MOST) {
          return found;
        }
        found.add(
            new Finding(
                container.path() + ".volumeDevices[" + i + "]",
                Reason.RawBlockVolume,
                "container \""
                    + container.name()
                    + "\" takes a raw block volume, which no pod with hostUsers false can have on its"
                    + " node; use a volume with a file system"));
      }
    }
    return found;
  }
}
