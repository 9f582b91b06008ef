// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import java.util.List;

/// Where the API server reads whom to trust. Every method blocks, and throws a
/// [io.fabric8.kubernetes.client.KubernetesClientException] when the API server did not answer.
interface BundleStore {

  /// What does not say exactly this now, each with who wrote it; empty when all say it, and when
  /// there is nothing that could.
  ///
  /// @param bundle PEM
  List<String> differing(String bundle);

  /// Has all say this.
  ///
  /// @return false when somebody else was faster
  boolean publish(String bundle);
}
