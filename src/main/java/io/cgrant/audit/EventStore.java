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
  /// @return as it is stored
  /// @throws KubernetesClientException when it was not stored, or nobody knows; 409 where there is
  /// one of its name
  Event create(Event event);

  /// Blocking. What is stored under its name says from now on what this one says. Where it names a
  /// version, only if that is the one stored.
  ///
  /// @return as it is stored then
  /// @throws KubernetesClientException when it was not stored, or nobody knows; 409 where another
  /// version is stored, 404 where none is
  Event patch(Event part);

  static EventStore of(KubernetesClient client) {
    return new ApiServer(client);
  }

  /// The API server, with a time limit and a few tries.
  final class ApiServer implements EventStore {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int TRIES_AGAIN = 2;
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

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
    public Event create(Event event) {
      return client.resource(event).create();
    }

    /// The client sends such a patch of an object without reading it first, unlike one of text.
    @Override
    public Event patch(Event part) {
      return client.resource(part).patch(MERGE, part);
    }
  }
}
