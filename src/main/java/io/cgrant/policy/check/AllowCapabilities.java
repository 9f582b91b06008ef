// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Allows a container of any kind to add only the capabilities named. `SYS_ADMIN` mounts a cgroup
/// file system anew, `SYS_RESOURCE` breaks limits, `BPF` detaches the cgroup's own guards.
///
/// Names are read in every spelling that a runtime accepts: any case, with or without `CAP_`.
/// containerd takes `sys_admin` and CRI-O takes `CAP_SYS_ADMIN` for the same thing. `ALL` is never
/// allowed, and neither is a name that Linux does not know. What the runtime gives without being
/// asked is not judged here.
///
/// Source: Pod Security Standards, restricted, "Capabilities"; containerd `internal/cri/opts`;
/// CRI-O `SpecSetupCapabilities`.
///
/// Field: `require.capabilities`.
///
/// Default: `NET_BIND_SERVICE`.
///
/// Reasons: `CapabilityNotAllowed`, `UnknownCapability`.
///
/// Way out: drop the capability from `capabilities.add`, or ask for a policy that allows it.
///
/// @param allowed `require.capabilities.allow`: capabilities of Linux, in any spelling;
///     `ALL` is refused; empty allows none
public record AllowCapabilities(Set<String> allowed) implements Check {

  private static final String FIELD = "require.capabilities.allow";

  public static final AllowCapabilities STRICT =
      new AllowCapabilities(Set.of(Capability.NET_BIND_SERVICE.name()));

  public AllowCapabilities {
    allowed = normalised(allowed);
  }

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    for (ContainerView container : pod.spec().containers()) {
      List<String> added = container.security().capabilitiesAdd();
      for (int i = 0; i < added.size() && found.size() < Finding.MOST; i++) {
        finding(container, i, added.get(i)).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<Finding> finding(ContainerView container, int index, String written) {
    Optional<Capability> capability = Capability.parse(written);
    if (capability.isPresent() && allowed.contains(capability.get().name())) {
      return Optional.empty();
    }
    String path = container.path() + ".securityContext.capabilities.add[" + index + "]";
    String adds = "container \"" + container.name() + "\" adds \"" + written + "\"";
    if (capability.isEmpty() && !isAll(written)) {
      return Optional.of(
          new Finding(
              path, Reason.UnknownCapability, adds + ", which Linux does not know; remove it"));
    }
    String list = allowed.isEmpty() ? "none" : "only " + String.join(", ", allowed);
    return Optional.of(
        new Finding(
            path, Reason.CapabilityNotAllowed, adds + "; remove it, as the policy allows " + list));
  }

  private static Set<String> normalised(Collection<String> written) {
    var names = new TreeSet<String>();
    int i = 0;
    for (String name : written) {
      names.add(known(FIELD + "[" + i + "]", name));
      i++;
    }
    return Collections.unmodifiableSet(names);
  }

  private static String known(String field, String written) {
    if (isAll(written)) {
      throw new InvalidCheck(field, "\"" + written + "\" would allow everything; name each one");
    }
    return Capability.parse(written)
        .orElseThrow(
            () ->
                new InvalidCheck(
                    field,
                    "\""
                        + written
                        + "\" is not a capability of Linux; write for example NET_BIND_SERVICE"))
        .name();
  }

  private static boolean isAll(String written) {
    return written.equalsIgnoreCase("ALL");
  }
}
