// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.List;
import java.util.Optional;

/// What the gate reads of a container's `securityContext`. Left out and `null` are the same: empty.
///
/// @param capabilitiesAdd `capabilities.add` as written, spelling untouched
/// @param capabilitiesDrop `capabilities.drop` as written
/// @param seccompType `seccompProfile.type`
/// @param cgroupMountMode `cgroupOptions.mountMode` (KEP-5474)
/// @param hostCgroupNamespace `hostCgroupNamespace` (KEP-5714), should a later API put it here
/// @param windowsOptions whether `windowsOptions` is set at all
/// @param confinement the container's own; what it leaves out it has from the pod
public record ContainerSecurity(
    Optional<Boolean> privileged,
    Optional<Boolean> allowPrivilegeEscalation,
    List<String> capabilitiesAdd,
    List<String> capabilitiesDrop,
    Optional<String> procMount,
    Optional<String> seccompType,
    Optional<String> cgroupMountMode,
    boolean hostCgroupNamespace,
    boolean windowsOptions,
    Confinement confinement) {

  /// A container without a `securityContext`.
  public static final ContainerSecurity NONE =
      new ContainerSecurity(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          Confinement.NONE);
}
