// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Where replicas tell each other what they have seen. Every method blocks, and throws a
/// [io.fabric8.kubernetes.client.KubernetesClientException] when the API server did not answer.
interface ShareStore {

  Kept read();

  /// Takes the place of what was read.
  ///
  /// @return what stands there now; empty when somebody else was faster
  Optional<Kept> replace(Kept next);

  /// @param version of what was read; empty when there was nothing
  /// @param shares by replica
  record Kept(String version, Map<String, Share> shares) {

    static final Kept NOTHING = new Kept("", Map.of());

    public Kept {
      shares = Map.copyOf(shares);
    }

    /// With the share of this replica, and without those of which nothing counts any more.
    Kept with(String replica, Share share, Instant now) {
      var next = new TreeMap<>(shares);
      next.values().removeIf(old -> old.isOver(now));
      next.put(replica, share);
      return new Kept(version, next);
    }
  }
}
