// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import java.util.Map;
import java.util.Set;

/// Where the grants of a policy in a namespace are written down, and where the pods that hold them
/// are seen. Every method blocks, asks the API server and no memory, and throws a
/// [io.fabric8.kubernetes.client.KubernetesClientException] when it could not.
interface RoomStore {

  /// The grants of one policy in one namespace: those that are being given, and those that were.
  ///
  /// @param version of the object that was read; empty when there is none yet
  /// @param listed when the pods of the namespace were last looked through, in seconds since 1970
  /// @param until until when a pod of this name may still be stored, in seconds since 1970; later
  /// it counts only if it was
  record Ledger(String version, long listed, Map<String, Long> until) {
    public Ledger {
      until = Map.copyOf(until);
    }
  }

  Ledger ledger(String policy, String namespace);

  /// The names of all pods of the namespace that hold a grant of the policy and have not ended, as
  /// they are stored now.
  Set<String> holders(String policy, String namespace);

  /// Writes this one instead of the one that was read.
  ///
  /// @return false when somebody else has written since, and nothing was
  boolean replace(String policy, String namespace, Ledger next);
}
