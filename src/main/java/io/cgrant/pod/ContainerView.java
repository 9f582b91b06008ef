// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.Optional;

/// One container of any kind.
///
/// @param kind init, sidecar, main or ephemeral
/// @param index its place in its own list, from 0
/// @param name as written, empty when left out (a mutating webhook sees unvalidated pods), and cut
/// where it is longer than any that Kubernetes takes: every finding of the container repeats it
/// @param image as written, empty when left out
/// @param entrypoint what is run, as far as the pod says it; empty means the image's own
/// entrypoint, which admission cannot see
/// @param security its `securityContext`
/// @param resources its `resources`
/// @param reach what it opens on its node
public record ContainerView(
    ContainerKind kind,
    int index,
    String name,
    String image,
    Optional<Entrypoint> entrypoint,
    ContainerSecurity security,
    Resources resources,
    Reach reach) {

  private static final int LONGEST_NAME = 253;

  public ContainerView {
    name = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
  }

  /// The same container with another first word.
  public ContainerView withEntrypoint(Entrypoint other) {
    return new ContainerView(
        kind, index, name, image, Optional.of(other), security, resources, reach);
  }

  /// Where it stands, as `kubectl explain` writes it: `spec.initContainers[0]`.
  public String path() {
    return "spec." + kind.field() + "[" + index + "]";
  }
}
