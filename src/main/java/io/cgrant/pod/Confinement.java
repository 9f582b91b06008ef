// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.Optional;

/// What a `securityContext` says, of a pod or of a container, about the user and the kernel's own
/// confinement.
///
/// @param runAsUser the user's number inside the pod; 0 is root
/// @param appArmorType `appArmorProfile.type`
public record Confinement(
    Optional<Boolean> runAsNonRoot,
    Optional<Long> runAsUser,
    Optional<SeLinux> seLinux,
    Optional<String> appArmorType) {

  /// Nothing is said.
  public static final Confinement NONE =
      new Confinement(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// `seLinuxOptions`; each empty when left out.
  public record SeLinux(String type, String user, String role) {}
}
