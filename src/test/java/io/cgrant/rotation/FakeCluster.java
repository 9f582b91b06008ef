// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One Secret and one webhook configuration, with the versions of an API server.
final class FakeCluster implements SecretStore, BundleStore {

  Optional<Kept> secret = Optional.empty();
  String bundle = "";
  boolean isRegistered = true;
  int writes;
  int publications;

  /// Whether the next request fails.
  BooleanSupplier isAway = () -> false;

  /// Whether the next write finds that somebody was faster.
  BooleanSupplier isContested = () -> false;

  /// What happens between a read and the write after it.
  Runnable beforeWrite = () -> {};

  /// Called after each publication.
  Runnable published = () -> {};

  private int version;

  @Override
  public Optional<Kept> read() {
    answer();
    return secret;
  }

  @Override
  public Optional<Kept> write(Map<String, String> texts, String expected) {
    answer();
    beforeWrite.run();
    if (isContested.getAsBoolean() || !secret.map(Kept::version).orElse("").equals(expected)) {
      return Optional.empty();
    }
    put(texts);
    writes++;
    return secret;
  }

  @Override
  public List<String> differing(String wanted) {
    answer();
    return !isRegistered || bundle.equals(wanted) ? List.of() : List.of("all of them");
  }

  @Override
  public boolean publish(String wanted) {
    answer();
    if (isContested.getAsBoolean()) {
      return false;
    }
    bundle = wanted;
    publications++;
    published.run();
    return true;
  }

  void put(Map<String, String> texts) {
    secret = Optional.of(new Kept(Map.copyOf(texts), "v" + ++version));
  }

  void damage(String key, String text) {
    var texts = new LinkedHashMap<>(secret.orElseThrow().texts());
    texts.put(key, text);
    put(texts);
  }

  List<String> keys() {
    return new ArrayList<>(new java.util.TreeSet<>(secret.orElseThrow().texts().keySet()));
  }

  private void answer() {
    if (isAway.getAsBoolean()) {
      throw new KubernetesClientException("the API server is away");
    }
  }
}
