// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.List;
import java.util.Optional;

/// Whose a pod is, as its `metadata.ownerReferences` say. Who writes a pod can forge them.
///
/// @param controller the first with `controller: true`
/// @param others in their order, as many as are kept
/// @param more how many others are not kept
public record Owners(Optional<PodView.Owner> controller, List<PodView.Owner> others, int more) {

  /// How many others are kept. Kubernetes' own controllers write none beside themselves.
  public static final int MOST_OTHERS = 8;

  public static final Owners NONE = new Owners(Optional.empty(), List.of(), 0);

  public Owners {
    others = List.copyOf(others);
  }
}
