// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.apiserver;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;

/// A client for requests that an admission waits for: one try, and an end to it.
public final class ImpatientClient {

  private ImpatientClient() {}

  /// @param timeout of one request, in milliseconds
  public static KubernetesClient of(KubernetesClient client, int timeout) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestTimeout(timeout)
                .withRequestRetryBackoffLimit(0)
                .build())
        .adapt(KubernetesClient.class);
  }
}
