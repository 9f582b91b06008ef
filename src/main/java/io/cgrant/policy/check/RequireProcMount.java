// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Requires every container's `procMount` to be one of those named. `Unmasked` opens the parts of
/// `/proc` that the runtime hides, among them settings of the node's kernel.
///
/// Source: Pod Security Standards, baseline, "/proc Mount Type"; KEP-4265.
///
/// Field: `require.procMount`.
///
/// Default: `Default`. A container that leaves it out has `Default`.
///
/// Reasons: `ProcMountNotAllowed`.
///
/// Way out: remove `procMount`. Nested container builders need `Unmasked`: ask for a policy that
/// allows it.
///
/// @param allowed `require.procMount`: some of `Default` and `Unmasked`, at least one
public record RequireProcMount(Set<String> allowed) implements Check {

  public static final RequireProcMount STRICT = new RequireProcMount(Set.of("Default"));

  public RequireProcMount {
    allowed = Choice.of("require.procMount", allowed, "Default", "Unmasked");
  }

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    for (ContainerView container : pod.spec().containers()) {
      if (!allowed.contains(type(container))) {
        found.add(finding(container));
      }
    }
    return found;
  }

  private static String type(ContainerView container) {
    return container.security().procMount().orElse("Default");
  }

  private Finding finding(ContainerView container) {
    return new Finding(
        container.path() + ".securityContext.procMount",
        Reason.ProcMountNotAllowed,
        "container \""
            + container.name()
            + "\" has procMount \""
            + type(container)
            + "\"; the policy allows "
            + Choice.listed(allowed));
  }
}
