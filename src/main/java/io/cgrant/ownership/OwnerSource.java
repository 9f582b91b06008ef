// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.ownership;

import io.cgrant.pod.PodView.Owner;
import java.util.Optional;

/// Knows who controls a ReplicaSet or a Job.
@FunctionalInterface
public interface OwnerSource {

  /// Blocking, for a few seconds at most.
  ///
  /// @return empty where nobody does, or where there is no such object
  /// @throws RuntimeException when nobody could be asked
  Optional<Owner> above(String namespace, Owner owner);
}
