// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/// Where Events go.
interface EventStore {

  /// Blocking.
  ///
  /// @throws KubernetesClientException when it was not stored
  void create(Event event);

  /// Blocking. Says how often a happening has come again.
  ///
  /// @param series the `series` as JSON
  /// @throws KubernetesClientException when it was not stored; 404 when the Event has expired
  void repeat(String namespace, String name, String series);

  static EventStore of(KubernetesClient client) {
    return new ApiServer(client);
  }

  /// The API server, with a time limit and a few tries.
  final class ApiServer implements EventStore {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int TRIES_AGAIN = 2;

    private final KubernetesClient client;

    ApiServer(KubernetesClient client) {
      this.client =
          client
              .newClient(
                  new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                      .withRequestTimeout(TIMEOUT_MILLIS)
                      .withRequestRetryBackoffLimit(TRIES_AGAIN)
                      .build())
              .adapt(KubernetesClient.class);
    }

    @Override
    public void create(Event event) {
      client.resource(event).create();
    }

    @Override
    public void repeat(String namespace, String name, String series) {
      client
          .resources(Event.class)
          .inNamespace(namespace)
          .withName(name)
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"series\":" + series + "}");
    }
  }
}
