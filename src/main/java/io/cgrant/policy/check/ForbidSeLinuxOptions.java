// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.Confinement;
import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Refuses SELinux options that lead out of a container's domain: a user or role at all, or a type
/// that is not one of `container_t`, `container_init_t`, `container_kvm_t` and
/// `container_engine_t`.
///
/// Source: Pod Security Standards, baseline from 1.31, `seLinuxOptions`.
///
/// Field: `require.podSecurity`, `Restricted` and `Baseline`.
///
/// Default: forbidden.
///
/// Reasons: `SeLinuxNotAllowed`.
///
/// Way out: remove `seLinuxOptions`, or set only one of those types and a level.
public record ForbidSeLinuxOptions() implements Check {

  private static final String FIELD = "securityContext.seLinuxOptions";
  private static final Set<String> TYPES =
      Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    add(found, "spec." + FIELD, pod.spec().confinement().seLinux());
    for (ContainerView container : pod.spec().containers()) {
      add(found, container.path() + "." + FIELD, container.security().confinement().seLinux());
    }
    return found;
  }

  private static void add(List<Finding> found, String path, Optional<Confinement.SeLinux> written) {
    if (written.isEmpty()) {
      return;
    }
    Confinement.SeLinux options = written.get();
    if (!TYPES.contains(options.type())) {
      found.add(finding(path + ".type", options.type()));
    }
    if (!options.user().isEmpty()) {
      found.add(finding(path + ".user", options.user()));
    }
    if (!options.role().isEmpty()) {
      found.add(finding(path + ".role", options.role()));
    }
  }

  private static Finding finding(String path, String value) {
    return new Finding(
        path,
        Reason.SeLinuxNotAllowed,
        "\"" + value + "\" leads out of a container's SELinux domain; remove it");
  }
}
