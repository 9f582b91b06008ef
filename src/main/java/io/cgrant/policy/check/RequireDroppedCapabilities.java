// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;

/// Requires every container to drop `ALL` capabilities. What it adds again is the business of
/// `require.capabilities`.
///
/// Source: Pod Security Standards, restricted, `capabilities_restricted`.
///
/// Field: `require.podSecurity`, `Restricted`.
///
/// Default: required.
///
/// Reasons: `CapabilitiesNotDropped`.
///
/// Way out: set `capabilities.drop: [ALL]`.
public record RequireDroppedCapabilities() implements Check {

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    for (ContainerView container : pod.spec().containers()) {
      // Spelt so: a runtime that reads other spellings drops more, never less.
      if (!container.security().capabilitiesDrop().contains("ALL")) {
        found.add(
            new Finding(
                container.path() + ".securityContext.capabilities.drop",
                Reason.CapabilitiesNotDropped,
                "container \"" + container.name() + "\" keeps the runtime's own; write [ALL]"));
      }
    }
    return found;
  }
}
