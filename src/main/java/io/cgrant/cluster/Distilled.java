// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/// The memory of one informer: of every object only what decisions need, by name.
///
/// An informer writes to its store before it tells anybody, so what a watch has delivered is here.
/// For cluster-scoped kinds only.
final class Distilled<V extends HasMetadata, D> implements ItemStore<V> {

  private final Map<String, D> kept = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();
  private final BiFunction<V, Optional<D>, D> distil;
  private final Function<String, V> husk;
  private final Runnable changed;

  /// @param distil gets the object, and what was kept of an object of its name before
  /// @param husk an object of this name with nothing else in it, which is all an informer needs
  ///     back to find out what has vanished
  /// @param changed called after every change, on the informer's thread
  Distilled(BiFunction<V, Optional<D>, D> distil, Function<String, V> husk, Runnable changed) {
    this.distil = distil;
    this.husk = husk;
    this.changed = changed;
  }

  /// Live, and safe to read while it changes.
  Map<String, D> byName() {
    return kept;
  }

  /// How often anything has changed.
  long changes() {
    return changes.get();
  }

  @Override
  public String getKey(V object) {
    return object.getMetadata().getName();
  }

  @Override
  public V put(String key, V object) {
    D old = kept.get(key);
    kept.put(key, distil.apply(object, Optional.ofNullable(old)));
    return afterChange(key, old);
  }

  @Override
  public V remove(String key) {
    D old = kept.remove(key);
    return afterChange(key, old);
  }

  @Override
  public Stream<String> keySet() {
    return kept.keySet().stream();
  }

  @Override
  public Stream<V> values() {
    return kept.keySet().stream().map(husk);
  }

  @Override
  public int size() {
    return kept.size();
  }

  @Override
  public V get(String key) {
    return kept.containsKey(key) ? husk.apply(key) : null;
  }

  /// Full objects are not kept, so the informer must not rely on getting them back.
  @Override
  public boolean isFullState() {
    return false;
  }

  private V afterChange(String key, D old) {
    changes.incrementAndGet();
    changed.run();
    return old == null ? null : husk.apply(key);
  }
}
