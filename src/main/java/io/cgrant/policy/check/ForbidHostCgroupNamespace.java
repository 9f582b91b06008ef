// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;

/// Refuses a pod or container that shares the node's cgroup namespace. It would see the cgroups of
/// the whole node, and with a writable mount it could change them.
///
/// Source: KEP-5714, alpha at the earliest in Kubernetes 1.38. The field is read wherever a pod or
/// a container may carry it, so that the first server that knows it meets a gate that does too.
///
/// Reasons: `HostCgroupNamespace`.
///
/// Way out: remove `hostCgroupNamespace`.
public record ForbidHostCgroupNamespace() implements Check {

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    if (pod.spec().hostNamespaces().cgroup()) {
      found.add(finding("spec.hostCgroupNamespace", "the pod"));
    }
    for (ContainerView container : pod.spec().containers()) {
      if (container.security().hostCgroupNamespace()) {
        found.add(
            finding(
                container.path() + ".securityContext.hostCgroupNamespace",
                "container \"" + container.name() + "\""));
      }
    }
    return found;
  }

  private static Finding finding(String path, String who) {
    return new Finding(
        path,
        Reason.HostCgroupNamespace,
        who + " shares the node's cgroup namespace and would see every cgroup of it; remove it");
  }
}
