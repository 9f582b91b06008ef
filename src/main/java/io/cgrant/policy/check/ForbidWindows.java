// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;

/// Refuses a pod for Windows, which has no cgroups: if `os.name` says so, or the node selector
/// `kubernetes.io/os`, or if `windowsOptions` is there anywhere, even empty. Most of what the
/// other checks read means nothing there, so their silence would prove nothing.
///
/// Source: Kubernetes, `Pod.spec.os` and `SecurityContext.windowsOptions`.
///
/// Reasons: `WindowsPod`.
///
/// Way out: remove `windowsOptions` and run the pod on Linux, or do not ask.
public record ForbidWindows() implements Check {

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    pod.spec()
        .os()
        .filter(os -> os.equalsIgnoreCase("windows"))
        .ifPresent(
            os ->
                found.add(
                    finding(
                        "spec.os.name",
                        "the pod is for \""
                            + os
                            + "\" (spec.os.name, or the node selector kubernetes.io/os)")));
    if (pod.spec().windowsOptions()) {
      found.add(finding("spec.securityContext.windowsOptions", "the pod sets options for Windows"));
    }
    for (ContainerView container : pod.spec().containers()) {
      if (container.security().windowsOptions()) {
        found.add(
            finding(
                container.path() + ".securityContext.windowsOptions",
                "container \"" + container.name() + "\" sets options for Windows"));
      }
    }
    return found;
  }

  private static Finding finding(String path, String what) {
    return new Finding(
        path,
        Reason.WindowsPod,
        what + ", which has no cgroups; remove it, or do not ask for a writable cgroup");
  }
}
