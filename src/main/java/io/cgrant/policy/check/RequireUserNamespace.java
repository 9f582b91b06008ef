// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.PodView;
import java.util.List;

/// Requires `hostUsers: false`. In a user namespace of its own, the pod's root is nobody on the
/// node: the runtime hands it only the files that the kernel lists as delegated, so it cannot raise
/// its own limits even where the node lacks `nsdelegate`. An annotation that makes a user namespace
/// does not count.
///
/// Source: KEP-127; runc `libcontainer/specconv`; `/sys/kernel/cgroup/delegate`.
///
/// Field: `require.userNamespace`.
///
/// Default: required.
///
/// Reasons: `UserNamespaceMissing`.
///
/// Way out: set `spec.hostUsers` to `false`, or let the policy do it with `defaultHostUsers`.
public record RequireUserNamespace() implements Check {

  @Override
  public List<Finding> examine(PodView pod) {
    if (pod.spec().hasUserNamespace()) {
      return List.of();
    }
    String state = pod.spec().hostUsers().isPresent() ? "true" : "left out, which means true";
    return List.of(
        new Finding(
            "spec.hostUsers",
            Reason.UserNamespaceMissing,
            "hostUsers is " + state + "; set it to false to run in a user namespace"));
  }
}
