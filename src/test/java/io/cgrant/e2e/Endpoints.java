// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Which replicas a Service sends to: those that the kubelet's probes found ready, with the chart's
/// times, and none that has ended.
final class Endpoints implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final int FAILURE_THRESHOLD = 3;

  /// How often who was never ready is asked.
  private static final Duration FIRST_PERIOD = Duration.ofSeconds(1);

  /// Until an API server has found out which of its connections are gone.
  private static final long NOTICED = Duration.ofMillis(200).toNanos();

  private final List<PackagedCgrant> ready = new CopyOnWriteArrayList<>();
  private volatile Alternating service;
  private volatile long servedSince = Long.MAX_VALUE;
  private final Set<PackagedCgrant> dying = ConcurrentHashMap.newKeySet();
  private volatile long lastDeath = System.nanoTime() - NOTICED;
  private volatile boolean isClosed;

  /// As [SharingReplicas.Routing]: begins to probe the newest.
  void route(Alternating of, List<PackagedCgrant> started) {
    service = of;
    PackagedCgrant newest = started.getLast();
    newest.onExit(() -> bury(newest));
    Thread.ofVirtual().start(() -> probe(newest));
  }

  /// A pod that is to end is no endpoint any more, also while it still serves.
  void leave(PackagedCgrant replica) {
    change(() -> ready.remove(replica));
  }

  /// As `kill -9`.
  void kill(PackagedCgrant replica) {
    dying.add(replica);
    replica.kill();
  }

  int count() {
    return ready.size();
  }

  boolean has(PackagedCgrant replica) {
    return ready.contains(replica);
  }

  /// @param moment of [System#nanoTime]
  Served since(long moment) {
    // In this order, so that who dies in between is seen.
    boolean isDying = !dying.isEmpty();
    boolean hasDied = lastDeath + NOTICED - moment > 0;
    long since = servedSince;
    if (since == Long.MAX_VALUE || since - moment > 0) {
      return Served.Not;
    }
    return isDying || hasDied ? Served.Interrupted : Served.Throughout;
  }

  @Override
  public void close() {
    isClosed = true;
  }

  private void bury(PackagedCgrant replica) {
    leave(replica);
    if (dying.contains(replica)) {
      lastDeath = System.nanoTime();
      dying.remove(replica);
    }
  }

  private synchronized void change(Runnable change) {
    change.run();
    service.to(ready.stream().map(r -> r.url().getPort()).toList());
    if (ready.isEmpty()) {
      servedSince = Long.MAX_VALUE;
    } else if (servedSince == Long.MAX_VALUE) {
      servedSince = System.nanoTime();
    }
  }

  private void probe(PackagedCgrant replica) {
    int failures = 0;
    boolean wasReady = false;
    while (!isClosed && replica.isAlive()) {
      long asked = System.nanoTime();
      failures = replica.isReady() ? 0 : failures + 1;
      if (failures == 0 && !wasReady) {
        wasReady = true;
        change(() -> add(replica));
      } else if (failures >= FAILURE_THRESHOLD && wasReady) {
        wasReady = false;
        leave(replica);
      }
      Duration period = wasReady ? PERIOD : FIRST_PERIOD;
      Duration left = period.minusNanos(System.nanoTime() - asked);
      pause(left.isNegative() ? Duration.ZERO : left);
    }
  }

  private void add(PackagedCgrant replica) {
    if (replica.isAlive()) {
      ready.add(replica);
    }
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
