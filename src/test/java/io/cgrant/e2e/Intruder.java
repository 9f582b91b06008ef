// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Writes the same objects as cgrant does.
final class Intruder {

  /// Of pods that hold a grant. It is put right by the next look at pods that run.
  static final int NONSENSE_COUNT = 999;

  private static final String NONSENSE_STATUS =
      "{\"status\":{\"observedGeneration\":99,\"conditions\":[],\"granted\":"
          + NONSENSE_COUNT
          + "}}";

  private final Api api;
  private final String policy;
  private final AtomicLong writes = new AtomicLong();
  private volatile boolean isOver;

  /// @param policy path of it
  Intruder(Api api, String policy) {
    this.api = api;
    this.policy = policy;
  }

  /// From now on, each of them in turn: whoever read one before finds it changed.
  void bumpAll(Duration pause) {
    Thread.ofVirtual()
        .start(
            () -> {
              for (int number = 0; !isOver; number++) {
                String patch = "{\"metadata\":{\"annotations\":{\"number\":\"" + number + "\"}}}";
                paths().forEach(path -> bump(path, patch));
                Endpoints.pause(pause);
              }
            });
  }

  /// @return how often
  int damageAll(Duration time, Duration pause) {
    long end = System.nanoTime() + time.toNanos();
    int times = 0;
    for (; System.nanoTime() < end; times++) {
      api.patch(SharingReplicas.SECRET, "{\"data\":{\"tls.crt\":\"QQ==\"}}");
      api.patch(SharingReplicas.LEASE, "{\"spec\":{\"holderIdentity\":\"somebody else\"}}");
      api.patch(policy + "/status", NONSENSE_STATUS);
      overwriteBundles();
      Endpoints.pause(pause);
    }
    return times;
  }

  void overwriteBundles() {
    overwrite(SharingReplicas.MUTATING);
    overwrite(SharingReplicas.VALIDATING);
  }

  /// @return how often something was written in between
  long stop() {
    isOver = true;
    return writes.get();
  }

  /// Of everything but the Lease, which is renewed all the time.
  List<String> versions() {
    return Stream.of(
            SharingReplicas.SECRET, SharingReplicas.MUTATING, SharingReplicas.VALIDATING, policy)
        .map(path -> api.get(path).body().at("/metadata/resourceVersion").asText())
        .toList();
  }

  private List<String> paths() {
    return List.of(
        SharingReplicas.SECRET,
        SharingReplicas.MUTATING,
        SharingReplicas.VALIDATING,
        SharingReplicas.LEASE,
        policy);
  }

  private void bump(String path, String patch) {
    if (api.patch(path, patch).accepted()) {
      writes.incrementAndGet();
    }
  }

  private void overwrite(String path) {
    JsonNode configuration = api.get(path).body().deepCopy();
    configuration
        .path("webhooks")
        .forEach(w -> ((ObjectNode) w.get("clientConfig")).setAll(Map.of("caBundle", nonsense())));
    api.put(path, configuration);
  }

  private static JsonNode nonsense() {
    return com.fasterxml.jackson.databind.node.TextNode.valueOf("QQ==");
  }
}
