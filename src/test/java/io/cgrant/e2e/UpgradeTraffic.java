// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Pods, one that asks and one that does not, over and over while a chart is upgraded and nobody
/// answers for cgrant: the first must be refused each time, the second never.
final class UpgradeTraffic implements AutoCloseable {

  static final JsonNode ASKING = pod("asking", "labels: {cgrant.io/writable-cgroup: 'true'}");
  private static final JsonNode ORDINARY = pod("ordinary", "labels: {}");

  /// API servers hear of a change after it is stored.
  private static final Duration AFTERWARDS = Duration.ofSeconds(2);

  private final Api api;
  private final AtomicInteger sent = new AtomicInteger();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final Thread sender;
  private volatile boolean isOver;

  UpgradeTraffic(Api api) {
    this.api = api;
    sender = Thread.ofVirtual().start(this::send);
  }

  int sent() {
    return sent.get();
  }

  /// What was answered that must not be.
  List<String> wrong() {
    return wrong;
  }

  @Override
  public void close() {
    if (isOver) {
      return;
    }
    Endpoints.pause(AFTERWARDS);
    isOver = true;
    try {
      sender.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send() {
    while (!isOver) {
      Reply asked = api.rehearse(ASKING);
      if (!asked.message().contains("failed calling webhook \"ask.pods.cgrant.io\"")) {
        wrong.add("asking: " + asked.code() + " " + asked.message());
      }
      Reply ordinary = api.rehearse(ORDINARY);
      if (!ordinary.accepted()) {
        wrong.add("ordinary: " + ordinary.code() + " " + ordinary.message());
      }
      sent.addAndGet(2);
    }
  }

  private static JsonNode pod(String name, String labels) {
    return Manifests.parse(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: default, %s}
            spec: {containers: [{name: main, image: "registry.example.com/app:1"}]}
            """
                .formatted(name, labels))
        .getFirst();
  }
}
