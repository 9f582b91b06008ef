// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import io.cgrant.apiserver.ImpatientClient;
import io.cgrant.crd.PolicyResource;
import io.cgrant.pod.ObjectName;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Single reads of the cluster, each with a time limit and without a second try.
public final class ClusterReads {

  /// Milliseconds. Nobody waits longer for an admission.
  private static final int TIMEOUT = 2_000;

  private final KubernetesClient client;

  public ClusterReads(KubernetesClient client) {
    this.client = ImpatientClient.of(client, TIMEOUT);
  }

  /// Of a namespace that is being deleted too: its pods live on for a while.
  Optional<Map<String, String>> namespaceLabels(String name) {
    return Optional.of(name)
        .filter(ObjectName::isLabel)
        .map(known -> client.namespaces().withName(known).get())
        .flatMap(NamespaceMetadata::labels);
  }

  /// Empty where there is no such class, and where none can have that name.
  public Optional<String> handler(String className) {
    return Optional.of(className)
        .filter(ObjectName::isSubdomain)
        .map(known -> client.resources(RuntimeClass.class).withName(known).get())
        .map(RuntimeClass::getHandler);
  }

  /// Whether the API server and its storage answer, by the smallest list that cgrant may read.
  ///
  /// @param refused hears why not
  boolean answers(Consumer<KubernetesClientException> refused) {
    try {
      client
          .genericKubernetesResources(PolicyResource.CONTEXT)
          .list(new ListOptionsBuilder().withLimit(1L).build());
      return true;
    } catch (KubernetesClientException e) {
      refused.accept(e);
      return false;
    }
  }
}
