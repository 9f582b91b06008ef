// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;

/// Certificates and authorities that live for seconds, and clients that trust what they heard of
/// late.
final class RotationTrial implements Trial {

  private static final String[] FAST = {
    "-Dcgrant.tls.life=PT15S", "-Dcgrant.tls.authority-life=PT38S", "-Dcgrant.tls.settling=PT2S"
  };
  /// Of the whole course; a shorter one has a share of each.
  private static final int REQUESTS = 100_000;
  private static final int ROTATIONS = 20;
  private static final int AUTHORITIES = 3;
  private static final Duration LONGEST = Duration.ofSeconds(240);

  /// An API server hears of a new bundle later than it is published.
  private static final int LATE_STEPS = 10;

  private static final int CONNECTIONS = 4;
  private static final int REVIEWS_OF_A_CONNECTION = 300;

  /// After so many, somebody new shakes hands: an API server that has just started.
  private static final int REVIEWS_OF_A_HANDSHAKE = 10;

  /// Some of the requests go through the API server, which keeps its connections.
  private static final int REQUESTS_OF_A_HANDSHAKE = 20;
  private static final Duration BETWEEN = Duration.ofMillis(6);

  private final int perSecond;
  private final int requests;
  private final Handshakes handshakes = new Handshakes();
  private final AtomicLong reviews = new AtomicLong();
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private volatile String trusted = "";
  private volatile boolean isOver;

  /// @param requests at least so many in all
  RotationTrial(int perSecond, int requests) {
    this.perSecond = perSecond;
    this.requests = requests;
  }

  @Override
  public TrialResult run(ChartStand stand) {
    try (var fleet = new Fleet(stand, "rotations")) {
      List<PackagedCgrant> both = List.of(fleet.launch(FAST), fleet.launch(FAST));
      fleet.awaitServing(2);
      fleet.sharing().awaitGrant();
      trusted = fleet.sharing().published();
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      try (Traffic traffic = fleet.send(perSecond)) {
        long event = System.nanoTime();
        threads.execute(() -> hearLate(fleet.sharing()));
        byte[] review =
            KeptConnection.bytes(Review.of(fleet.sharing().world().ordinaryPod("kept")));
        both.forEach(each -> connect(threads, each, review));
        awaitEnough(traffic);
        traffic.close();
        return result(traffic, event, Sums.of(both));
      } finally {
        isOver = true;
        threads.shutdown();
        threads.awaitTermination(20, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private TrialResult result(Traffic traffic, long event, Sums changes) {
    Tally tally = traffic.tally();
    var seen = new ArrayList<String>();
    seen.add(
        "%,d reviews on kept connections and %,d pods through the API server; %,d handshakes, each whole and with what was trusted at the time, of which %,d failed; %d certificates, %d authorities made, %d dropped"
            .formatted(
                reviews.get(),
                tally.sent(),
                handshakes.done() + handshakes.failures().size(),
                handshakes.failures().size(),
                handshakes.certificates(),
                changes.made(),
                changes.dropped()));
    handshakes.failures().stream().limit(2).forEach(seen::add);
    broken.stream().limit(2).forEach(seen::add);
    return TrialResult.of(
        "Certificates",
        "serving certificates that hold for 15 s and authorities that hold for 38 s, renewed over and over in two"
            + " replicas; clients hear of `caBundle` a second late",
        traffic,
        event,
        List.of(
            TrialBar.atLeast("requests", reviews.get() + tally.sent(), requests, ""),
            TrialBar.atLeast("new connections", handshakes.done(), newConnections(), ""),
            TrialBar.atLeast("certificates in turn", handshakes.certificates(), rotations(), ""),
            TrialBar.atLeast("authorities in turn", changes.made(), share(AUTHORITIES), ""),
            TrialBar.none("handshakes failed", handshakes.failures().size()),
            TrialBar.none("kept connections broken", broken.size()),
            TrialBar.none("asks refused", tally.asksRefused())),
        seen);
  }

  private record Sums(long made, long dropped) {

    static Sums of(List<PackagedCgrant> replicas) {
      return new Sums(sum(replicas, "AuthorityMade"), sum(replicas, "AuthorityDropped"));
    }

    private static long sum(List<PackagedCgrant> replicas, String change) {
      String series = "cgrant_certificate_changes_total{change=\"" + change + "\"}";
      return replicas.stream().mapToLong(r -> r.metrics().values().get(series).longValue()).sum();
    }
  }

  private void awaitEnough(Traffic traffic) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end
        && (reviews.get() + traffic.tally().sent() < requests
            || handshakes.done() < newConnections()
            || handshakes.certificates() <= rotations())) {
      Endpoints.pause(Duration.ofMillis(200));
    }
  }

  private int newConnections() {
    return requests / REQUESTS_OF_A_HANDSHAKE;
  }

  private int rotations() {
    return Math.max(1, share(ROTATIONS));
  }

  private int share(int whole) {
    return Math.toIntExact((long) whole * requests / REQUESTS);
  }

  private void hearLate(SharingReplicas sharing) {
    var heard = new ArrayList<String>();
    while (!isOver) {
      heard.add(sharing.published());
      if (heard.size() > LATE_STEPS) {
        trusted = heard.removeFirst();
      }
      Endpoints.pause(Duration.ofMillis(100));
    }
  }

  private void connect(ExecutorService threads, PackagedCgrant replica, byte[] review) {
    for (int i = 0; i < CONNECTIONS; i++) {
      threads.execute(
          () -> {
            while (!isOver) {
              int port = replica.url().getPort();
              Optional<SSLSocket> socket = handshakes.open(port, trusted);
              socket.ifPresent(s -> keep(s, port, review));
            }
          });
    }
  }

  private void keep(SSLSocket socket, int port, byte[] review) {
    try (var connection = new KeptConnection(socket)) {
      for (int i = 1; i <= REVIEWS_OF_A_CONNECTION && !isOver; i++) {
        connection.post("/validate", review);
        reviews.incrementAndGet();
        if (i % REVIEWS_OF_A_HANDSHAKE == 0) {
          handshakes.with(port, trusted);
        }
        Endpoints.pause(BETWEEN);
      }
    } catch (IOException e) {
      broken.add(java.time.Instant.now() + " " + e);
    }
  }
}
