// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;

/// Refuses `runAsUser: 0` of a pod or container that has no user namespace.
///
/// Source: Pod Security Standards, restricted from 1.35, `runAsUser`; KEP-127.
///
/// Field: `require.podSecurity`, `Restricted`.
///
/// Default: forbidden.
///
/// Reasons: `RunAsUserZero`.
///
/// Way out: set `hostUsers: false`, or another `runAsUser`.
public record ForbidRunAsRoot() implements Check {

  private static final String FIELD = "securityContext.runAsUser";

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    if (pod.spec().hasUserNamespace()) {
      return found;
    }
    if (pod.spec().confinement().runAsUser().orElse(1L) == 0) {
      found.add(finding("spec." + FIELD, "the pod"));
    }
    for (ContainerView container : pod.spec().containers()) {
      if (container.security().confinement().runAsUser().orElse(1L) == 0) {
        found.add(
            finding(container.path() + "." + FIELD, "container \"" + container.name() + "\""));
      }
    }
    return found;
  }

  private static Finding finding(String path, String who) {
    return new Finding(
        path,
        Reason.RunAsUserZero,
        who
            + " runs as root; set another number, or hostUsers to false so that root is none on the"
            + " node");
  }
}
