// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.leadership;

import java.time.Duration;
import java.util.Optional;

/// Where replicas agree on who leads. Every method blocks, and throws a
/// [io.fabric8.kubernetes.client.KubernetesClientException] when the API server did not answer.
interface LeaseStore {

  Optional<Term> read();

  /// Takes the place of what was read, or the first place.
  ///
  /// @param version of what was read; empty when there was nothing
  /// @return what stands there now; empty when somebody else was faster
  Optional<Term> write(String holder, Duration lasting, String version);

  /// @param holder empty when it was given back
  /// @param version changes whenever the holder says it is alive
  record Term(String holder, Duration lasting, String version) {}
}
