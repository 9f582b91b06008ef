// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Requires `runAsNonRoot: true` for every container, its own or the pod's. A pod with a user
/// namespace may run as root inside it, as the standard says from 1.35.
///
/// Source: Pod Security Standards, restricted from 1.35, `runAsNonRoot`; KEP-127.
///
/// Field: `require.podSecurity`, `Restricted`.
///
/// Default: required.
///
/// Reasons: `RunsAsRoot`.
///
/// Way out: set `hostUsers: false`, or `securityContext.runAsNonRoot: true`.
public record RequireRunAsNonRoot() implements Check {

  private static final String FIELD = "securityContext.runAsNonRoot";

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    if (pod.spec().hasUserNamespace()) {
      return found;
    }
    Optional<Boolean> ofPod = pod.spec().confinement().runAsNonRoot();
    if (ofPod.isPresent() && !ofPod.get()) {
      found.add(finding("spec." + FIELD, "the pod sets it to false"));
    }
    for (ContainerView container : pod.spec().containers()) {
      Optional<Boolean> own = container.security().confinement().runAsNonRoot();
      // What the pod sets to false is one finding, not one for each heir.
      boolean isHeir = own.isEmpty() && ofPod.isPresent();
      if (!isHeir && !own.orElse(false)) {
        String state = own.isPresent() ? "sets it to false" : "leaves it out, and so does the pod";
        found.add(
            finding(
                container.path() + "." + FIELD, "container \"" + container.name() + "\" " + state));
      }
    }
    return found;
  }

  private static Finding finding(String path, String state) {
    return new Finding(
        path,
        Reason.RunsAsRoot,
        state + "; set it to true, or hostUsers to false so that root is none on the node");
  }
}
