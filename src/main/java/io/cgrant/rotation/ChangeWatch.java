// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import io.cgrant.registration.WebhookConfigurations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;

/// Tells when the Secret or a webhook configuration changes, and nothing about how. Each is watched
/// by its name, and no other is seen. What it misses while a watch is broken is found by whoever
/// looks from time to time.
public final class ChangeWatch implements AutoCloseable {

  private final List<SharedIndexInformer<?>> informers;

  /// @param changed called on a thread of the client
  public ChangeWatch(
      KubernetesClient client, String namespace, String secretName, Runnable changed) {
    Resource<Secret> secret = client.secrets().inNamespace(namespace).withName(secretName);
    informers =
        List.of(
            informer(secret, changed),
            informer(configuration(client, MutatingWebhookConfiguration.class), changed),
            informer(configuration(client, ValidatingWebhookConfiguration.class), changed));
  }

  /// Returns at once.
  public void start() {
    informers.forEach(SharedIndexInformer::start);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }

  private static <T extends HasMetadata> Resource<T> configuration(
      KubernetesClient client, Class<T> kind) {
    return client.resources(kind).withName(WebhookConfigurations.NAME);
  }

  private static <T extends HasMetadata> SharedIndexInformer<T> informer(
      Resource<T> resource, Runnable changed) {
    return resource
        .runnableInformer(0)
        .addEventHandler(new Bell<>(changed))
        .exceptionHandler((started, failure) -> true);
  }

  private record Bell<T>(Runnable changed) implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T now) {
      changed.run();
    }

    @Override
    public void onUpdate(T before, T now) {
      changed.run();
    }

    @Override
    public void onDelete(T last, boolean isGuess) {
      changed.run();
    }
  }
}
