// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sweep;

import io.cgrant.cluster.ClusterView;
import io.cgrant.cluster.KnownPolicy;
import io.cgrant.drift.Today;
import io.cgrant.policy.Snapshot;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the watches know. A RuntimeClass counts as soon as one of them has seen it: nobody is let
/// pass by it here.
public final class ClusterToday implements TodaySource, Consumer<ClusterView> {

  /// @param classesSince of the classes that somebody asked for: a thousand pods can have the same.
  /// One that is made anew comes with another view
  private record Seen(
      ClusterView view,
      Map<String, Long> generations,
      Map<String, Optional<Instant>> classesSince) {

    Seen(ClusterView view, Map<String, Long> generations) {
      this(view, generations, new ConcurrentHashMap<>());
    }
  }

  private final KubernetesClient client;
  private final AtomicReference<Seen> seen =
      new AtomicReference<>(new Seen(ClusterView.UNSYNCED, Map.of()));
  private final Function<String, Snapshot> current;

  /// @param current what decisions in a namespace rest on now
  public ClusterToday(KubernetesClient client, Function<String, Snapshot> current) {
    this.client = client;
    this.current = current;
  }

  @Override
  public void accept(ClusterView view) {
    seen.set(
        new Seen(
            view,
            view.known().stream()
                .collect(
                    Collectors.toUnmodifiableMap(
                        KnownPolicy::name, KnownPolicy::generation, Math::max))));
  }

  /// Every policy, also the invalid ones, as last seen; in no particular order.
  public List<KnownPolicy> policies() {
    return seen.get().view().known();
  }

  /// Of a policy that is stored, also of one that makes no sense.
  public Optional<String> uid(String policy) {
    return policies().stream()
        .filter(known -> known.name().equals(policy))
        .map(KnownPolicy::uid)
        .findFirst();
  }

  @Override
  public boolean isReady() {
    return seen.get().view().synced();
  }

  @Override
  public Today in(String namespace) {
    Seen now = seen.get();
    Snapshot known = current.apply(namespace);
    var snapshot =
        new Snapshot(
                now.view().synced(),
                now.view().policies(),
                now.view().runtimeClasses(),
                known.gatedHandlers(),
                known.namespaceLabels())
            .at(known.takenAt());
    return new Today(
        snapshot,
        now.generations(),
        name -> now.classesSince().computeIfAbsent(name, this::classSince));
  }

  private Optional<Instant> classSince(String name) {
    return Optional.ofNullable(client.resources(RuntimeClass.class).withName(name).get())
        .map(found -> Instant.parse(found.getMetadata().getCreationTimestamp()));
  }
}
