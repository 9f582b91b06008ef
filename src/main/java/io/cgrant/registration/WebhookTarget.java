// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import java.net.URI;
import java.util.Optional;

/// Where the API server finds cgrant.
public sealed interface WebhookTarget {

  /// PEM certificates to trust, in Base64; empty when somebody else fills it in.
  Optional<String> caBundle();

  /// In the cluster, behind a Service.
  record Service(String namespace, String name, int port, Optional<String> caBundle)
      implements WebhookTarget {}

  /// Outside of it.
  ///
  /// @param base `https://host:port`, without a path
  record Url(URI base, Optional<String> caBundle) implements WebhookTarget {}
}
