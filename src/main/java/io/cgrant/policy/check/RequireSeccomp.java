// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Requires every container to run under one of the seccomp profile types named. Without a filter a
/// process can unshare namespaces and mount a cgroup file system of its own.
///
/// A container's own `seccompProfile` counts, else the pod's. If neither is there it is
/// `Unconfined`, because that is what the kubelet does unless `seccompDefault` is set, which
/// admission cannot see. The pod's own must be one of those even if no container inherits it, as
/// the standard says.
///
/// Source: Pod Security Standards, restricted, "Seccomp"; CVE-2022-0492.
///
/// Field: `require.seccomp`.
///
/// Default: `RuntimeDefault`, `Localhost`.
///
/// Reasons: `SeccompNotAllowed`.
///
/// Way out: set `spec.securityContext.seccompProfile.type` to `RuntimeDefault`.
///
/// @param allowed `require.seccomp`: some of `RuntimeDefault`, `Localhost` and
///     `Unconfined`, at least one
public record RequireSeccomp(Set<String> allowed) implements Check {

  private static final String UNCONFINED = "Unconfined";
  private static final String FIELD = "securityContext.seccompProfile.type";

  public static final RequireSeccomp STRICT =
      new RequireSeccomp(Set.of("RuntimeDefault", "Localhost"));

  public RequireSeccomp {
    allowed = Choice.of("require.seccomp", allowed, "RuntimeDefault", "Localhost", UNCONFINED);
  }

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    var heirs = new ArrayList<ContainerView>(0);
    for (ContainerView container : pod.spec().containers()) {
      Optional<String> own = container.security().seccompType();
      if (own.isEmpty()) {
        heirs.add(container);
      } else if (!allowed.contains(own.get())) {
        String path = container.path() + "." + FIELD;
        found.add(finding(path, names(List.of(container)), "runs", own.get()));
      }
    }
    Optional<String> ofPod = pod.spec().seccompType();
    if (ofPod.isPresent() && !allowed.contains(ofPod.get())) {
      String who = heirs.isEmpty() ? "the pod" : names(heirs);
      found.addFirst(
          finding("spec." + FIELD, who, heirs.isEmpty() ? "has" : "inherits", ofPod.get()));
    } else if (ofPod.isEmpty() && !heirs.isEmpty() && !allowed.contains(UNCONFINED)) {
      found.addFirst(finding("spec." + FIELD, names(heirs), "has no profile, so runs", UNCONFINED));
    }
    return found;
  }

  private Finding finding(String path, String who, String how, String type) {
    return new Finding(
        path,
        Reason.SeccompNotAllowed,
        who + " " + how + " \"" + type + "\"; set the type to " + Choice.listed(allowed));
  }

  private static String names(List<ContainerView> containers) {
    return containers.stream()
        .map(c -> "\"" + c.name() + "\"")
        .collect(Collectors.joining(", ", "container ", ""));
  }
}
