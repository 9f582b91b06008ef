// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import io.cgrant.crd.PolicyResource;
import io.cgrant.crd.WritableCgroupPolicy;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// The three informers and what they keep.
final class Watches implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Watches.class);

  /// Milliseconds. The client doubles it five times, so a watch is back 6.4 s after the API server
  /// at the latest; with the client's own default, it would be 32 s.
  private static final int FIRST_RETRY = 200;

  /// Objects that are listed at one time. The bytes of a page are in the heap at once: with as many
  /// annotations as there may be, and each of their characters as six, these are 16 MB.
  private static final long PAGE = 10;

  private final Distilled<GenericKubernetesResource, KnownPolicy> policies;
  private final Distilled<RuntimeClass, String> runtimeClasses;
  private final Distilled<Namespace, Optional<Map<String, String>>> namespaces;
  private final SharedIndexInformer<GenericKubernetesResource> policyInformer;
  private final SharedIndexInformer<RuntimeClass> classInformer;
  private final SharedIndexInformer<Namespace> namespaceInformer;

  /// @param changed called after a change of a policy or a RuntimeClass, on an informer's thread
  /// @param failed hears why a watch failed, before it is tried again
  Watches(
      KubernetesClient client,
      BiFunction<GenericKubernetesResource, Optional<KnownPolicy>, KnownPolicy> know,
      Runnable changed,
      Consumer<Throwable> failed) {
    KubernetesClient patient = patient(client);
    policies = new Distilled<>(know, Watches::policyHusk, changed);
    runtimeClasses =
        new Distilled<>(
            (runtimeClass, before) -> runtimeClass.getHandler(), Watches::classHusk, changed);
    namespaces =
        new Distilled<>(
            (namespace, before) -> NamespaceMetadata.labels(namespace),
            Watches::namespaceHusk,
            () -> {});
    var ofPolicies = patient.genericKubernetesResources(PolicyResource.CONTEXT).withLimit(PAGE);
    policyInformer = informer(ofPolicies, policies, failed);
    var ofClasses = patient.resources(RuntimeClass.class).withLimit(PAGE);
    classInformer = informer(ofClasses, runtimeClasses, failed);
    namespaceInformer = informer(patient.namespaces().withLimit(PAGE), namespaces, failed);
  }

  /// Done when everything was read once and every watch is connected.
  CompletableFuture<Void> start() {
    return CompletableFuture.allOf(
        Stream.of(policyInformer, classInformer, namespaceInformer)
            .map(informer -> informer.start().toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  Map<String, KnownPolicy> policies() {
    return policies.byName();
  }

  Map<String, String> runtimeClasses() {
    return runtimeClasses.byName();
  }

  /// Empty where a namespace has too many.
  Map<String, Optional<Map<String, String>>> namespaceLabels() {
    return namespaces.byName();
  }

  List<Freshness.Watch> forFreshness() {
    return List.of(
        forFreshness(policyInformer, policies),
        forFreshness(classInformer, runtimeClasses),
        forFreshness(namespaceInformer, namespaces));
  }

  @Override
  public void close() {
    policyInformer.stop();
    classInformer.stop();
    namespaceInformer.stop();
  }

  private static KubernetesClient patient(KubernetesClient client) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withWatchReconnectInterval(FIRST_RETRY)
                .withWatchReconnectLimit(-1)
                .build())
        .adapt(KubernetesClient.class);
  }

  private static <V extends HasMetadata> SharedIndexInformer<V> informer(
      Informable<V> kind, Distilled<V, ?> store, Consumer<Throwable> failed) {
    return kind.runnableInformer(0)
        .removeNamespaceIndex()
        .itemStore(store)
        .exceptionHandler((started, failure) -> tryAgain(failure, failed));
  }

  /// An informer left to itself gives up when its first list fails, and when a watch breaks in a
  /// way it does not expect. Ours must outlive a missing CRD, missing rights and a restarted API
  /// server.
  private static boolean tryAgain(Throwable failure, Consumer<Throwable> failed) {
    failed.accept(failure);
    LOG.debug("a watch failed and is tried again", failure);
    return true;
  }

  private static Freshness.Watch forFreshness(
      SharedIndexInformer<?> informer, Distilled<?, ?> store) {
    return new Freshness.Watch(
        informer::isWatching,
        () -> Optional.ofNullable(informer.lastSyncResourceVersion()).orElse(""),
        store::changes);
  }

  private static GenericKubernetesResource policyHusk(String name) {
    var husk = new GenericKubernetesResource();
    husk.setApiVersion(WritableCgroupPolicy.API_VERSION);
    husk.setKind(WritableCgroupPolicy.KIND);
    husk.setMetadata(named(name));
    return husk;
  }

  private static RuntimeClass classHusk(String name) {
    var husk = new RuntimeClass();
    husk.setMetadata(named(name));
    return husk;
  }

  private static Namespace namespaceHusk(String name) {
    var husk = new Namespace();
    husk.setMetadata(named(name));
    return husk;
  }

  private static ObjectMeta named(String name) {
    return new ObjectMetaBuilder().withName(name).build();
  }
}
