// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventSeries;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;

/// Where Events go.
interface EventStore {

  /// Blocking.
  ///
  /// @throws KubernetesClientException when it was not stored
  void create(Event event);

  /// Blocking. Says how often a happening has come again.
  ///
  /// @param series the `series` as JSON
  /// @throws KubernetesClientException when it was not stored, as when the Event has expired
  void repeat(String namespace, String name, String series);

  static EventStore of(KubernetesClient client) {
    return new ApiServer(client);
  }

  /// The API server, with a time limit and a few tries.
  final class ApiServer implements EventStore {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int TRIES_AGAIN = 2;
    private static final PatchContext APPLY =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("cgrant")
            .withForce(true)
            .build();

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

    /// By server-side apply, the only patch that the client sends without reading the object first:
    /// so cgrant needs no right to read Events.
    @Override
    public void repeat(String namespace, String name, String series) {
      var event =
          new EventBuilder()
              .withNewMetadata()
              .withNamespace(namespace)
              .withName(name)
              .endMetadata()
              .withSeries(Serialization.unmarshal(series, EventSeries.class))
              .build();
      client.resource(event).patch(APPLY, event);
    }
  }
}
