// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import java.util.Map;
import java.util.Set;

/// Where grants that are being given are noted, and where those that were given are seen. Every
/// method blocks, asks the API server and no memory, and throws a
/// [io.fabric8.kubernetes.client.KubernetesClientException] when it could not.
interface RoomStore {

  /// The grants of one policy in one namespace that are being given.
  ///
  /// @param version of the object that was read; empty when there is none yet
  /// @param until by the name of the pod, in seconds since 1970
  record Reservations(String version, Map<String, Long> until) {
    public Reservations {
      until = Map.copyOf(until);
    }
  }

  Reservations reservations(String policy, String namespace);

  /// The names of all pods of the namespace that hold a grant of the policy and have not ended, as
  /// they are stored now.
  Set<String> holders(String policy, String namespace);

  /// Notes these instead of the ones that were read.
  ///
  /// @return false when somebody else has written since, and nothing was
  boolean replace(String policy, String namespace, Reservations next);
}
