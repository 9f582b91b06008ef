// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import java.util.Map;
import java.util.Optional;

/// Where the certificates of all replicas are kept. Every method blocks, and throws a
/// [io.fabric8.kubernetes.client.KubernetesClientException] when the API server did not answer.
interface SecretStore {

  /// Empty when there is no such Secret.
  Optional<Kept> read();

  /// Takes the place of what was read, or the first place.
  ///
  /// @param version of what was read; empty when there was nothing
  /// @return what is kept now; empty when somebody else was faster
  Optional<Kept> write(Map<String, String> texts, String version);

  /// @param texts PEM by key
  record Kept(Map<String, String> texts, String version) {}
}
