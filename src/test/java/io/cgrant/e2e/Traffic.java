// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Sends pods to the API server at a given pace, as dry runs, whatever becomes of those before.
///
/// Each sort has a bounded number of connections. A pod that is due while all of them wait is held
/// back and counted, so that pods that hang do not keep ordinary ones from being sent.
final class Traffic implements AutoCloseable {

  /// What comes after what, over and over.
  private static final List<PodSort> TURNS =
      List.of(
          PodSort.Ordinary,
          PodSort.Qualifying,
          PodSort.Ordinary,
          PodSort.Qualifying,
          PodSort.Unsafe);

  private static final int ORDINARY_SENDERS = 32;
  private static final int ASKING_SENDERS = 96;

  private final Api api;
  private final Endpoints endpoints;
  private final Pace pace;
  private final Map<PodSort, JsonNode> pods = new EnumMap<>(PodSort.class);
  private final Map<PodSort, Semaphore> senders = new EnumMap<>(PodSort.class);
  private final Tally tally = new Tally();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread clock;
  private final long began = System.nanoTime();
  private volatile long ended = Long.MIN_VALUE;

  Traffic(Api api, World world, Endpoints endpoints, Pace pace) {
    this.api = api;
    this.endpoints = endpoints;
    this.pace = pace;
    for (PodSort sort : PodSort.values()) {
      pods.put(sort, sort.pod(world));
      senders.put(sort, new Semaphore(sort.asks() ? ASKING_SENDERS : ORDINARY_SENDERS));
    }
    clock = Thread.ofPlatform().daemon().name("traffic").start(this::keepPace);
  }

  Tally tally() {
    return tally;
  }

  /// Returns when the rate has risen.
  void awaitRise() {
    Endpoints.pause(pace.rise().minusNanos(System.nanoTime() - began));
  }

  /// That were answered, for each second of the whole time.
  double perSecond() {
    long end = ended == Long.MIN_VALUE ? System.nanoTime() : ended;
    return tally.sent() / ((end - began) / 1e9);
  }

  /// Returns when everything that was sent is answered.
  @Override
  public void close() {
    if (ended != Long.MIN_VALUE) {
      return;
    }
    ended = System.nanoTime();
    clock.interrupt();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(Duration.ofSeconds(60).toSeconds(), TimeUnit.SECONDS)) {
        ClusterChoice.say("some of what was sent was never answered");
      }
      ClusterChoice.say("%.0f pods a second: %s".formatted(perSecond(), tally));
      tally.examples().forEach((what, words) -> ClusterChoice.say("  " + what + ": " + words));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepPace() {
    for (long number = 0; ended == Long.MIN_VALUE; number++) {
      long wait = began + pace.due(number).toNanos() - System.nanoTime();
      if (wait > 0) {
        try {
          TimeUnit.NANOSECONDS.sleep(wait);
        } catch (InterruptedException e) {
          return;
        }
      }
      PodSort sort = TURNS.get((int) (number % TURNS.size()));
      if (senders.get(sort).tryAcquire()) {
        threads.execute(() -> send(sort));
      } else {
        tally.holdBack();
      }
    }
  }

  private void send(PodSort sort) {
    long start = System.nanoTime();
    Outcome outcome;
    String words;
    try {
      Reply reply = api.rehearse(pods.get(sort));
      outcome = Outcome.of(sort, reply);
      words = outcome == Outcome.Right ? "" : reply.code() + " " + reply.message();
    } catch (UncheckedIOException e) {
      outcome = Outcome.NoAnswer;
      words = String.valueOf(e.getCause());
    } finally {
      senders.get(sort).release();
    }
    tally.add(sort, outcome, endpoints.since(start), System.nanoTime() - start, words);
  }
}
