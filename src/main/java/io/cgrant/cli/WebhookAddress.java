// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.net.URI;
import java.util.Optional;

/// Where an API server shall find the webhook.
public sealed interface WebhookAddress {

  /// PEM certificates to trust, in Base64; empty when they are filled in later.
  Optional<String> caBundle();

  /// Outside the cluster.
  ///
  /// @param base `https://host:port`
  record Url(URI base, Optional<String> caBundle) implements WebhookAddress {}

  /// In the cluster, behind port 443 of a Service.
  record Service(String namespace, String name, Optional<String> caBundle)
      implements WebhookAddress {}
}
