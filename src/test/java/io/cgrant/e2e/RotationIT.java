// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Certificates and authorities that live for seconds, in two replicas, under steady requests.
/// `-Dcgrant.rotation.seconds=…` makes it longer.
@ExtendWith(ChartStand.Lasting.class)
final class RotationIT {

  private static final Duration LASTING =
      Duration.ofSeconds(Integer.getInteger("cgrant.rotation.seconds", 60));

  /// Below the time that a new bundle is left alone, as an API server hears of it late.
  private static final Duration LATE = Duration.ofSeconds(1);

  /// A third of it is left when it is renewed: time for a new authority to settle first, also where
  /// both are due at once.
  private static final Duration LIFE = Duration.ofSeconds(20);

  private static final Duration AUTHORITY_LIFE = Duration.ofSeconds(50);

  private static final String[] FAST = {
    "-Dcgrant.tls.life=" + LIFE,
    "-Dcgrant.tls.authority-life=" + AUTHORITY_LIFE,
    "-Dcgrant.tls.settling=PT3S"
  };

  private final AtomicInteger reviews = new AtomicInteger();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final Handshakes handshakes = new Handshakes();
  private volatile String trusted = "";
  private volatile boolean isOver;

  @Test
  void noHandshakeFailsWhileCertificatesAndAuthoritiesChange(ChartStand stand) throws Exception {
    try (var sharing = new SharingReplicas(stand, "rotation")) {
      List<PackagedCgrant> both = List.of(sharing.launch(FAST), sharing.launch(FAST));
      both.forEach(PackagedCgrant::awaitReady);
      sharing.awaitGrant();
      long authorities = made(both, "AuthorityMade");
      trusted = sharing.published();
      ExecutorService threads = Executors.newCachedThreadPool();
      threads.execute(() -> hearLate(sharing));
      threads.execute(() -> rehearse(stand, sharing.pod()));
      both.forEach(each -> threads.execute(() -> connect(each)));
      Thread.sleep(LASTING);
      isOver = true;
      threads.shutdown();
      assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
      authorities = made(both, "AuthorityMade") - authorities;
      ClusterChoice.say(
          "%d handshakes with %d certificates of %d new authorities, %d reviews through the API server"
              .formatted(handshakes.done(), handshakes.certificates(), authorities, reviews.get()));
      assertEquals(List.of(), handshakes.failures());
      assertEquals(List.of(), refused);
      assertTrue(handshakes.done() > 100 && reviews.get() > 100);
      assertTrue(handshakes.certificates() >= LASTING.dividedBy(LIFE));
      assertTrue(authorities >= LASTING.dividedBy(AUTHORITY_LIFE));
      assertTrue(made(both, "AuthorityDropped") > 0);
    } finally {
      isOver = true;
    }
  }

  private static long made(List<PackagedCgrant> replicas, String change) {
    String series = "cgrant_certificate_changes_total{change=\"" + change + "\"}";
    return replicas.stream().mapToLong(r -> r.metrics().values().get(series).longValue()).sum();
  }

  /// What was published a while ago is what is trusted now.
  private void hearLate(SharingReplicas sharing) {
    var heard = new ArrayList<String>();
    int steps = (int) (LATE.toMillis() / 100);
    while (!isOver) {
      heard.add(sharing.published());
      if (heard.size() > steps) {
        trusted = heard.removeFirst();
      }
      pause(100);
    }
  }

  private void rehearse(ChartStand stand, JsonNode pod) {
    while (!isOver) {
      Reply reply = stand.admin().rehearse(pod);
      if (!reply.accepted()) {
        refused.add(reply.message());
      }
      reviews.incrementAndGet();
      pause(10);
    }
  }

  private void connect(PackagedCgrant replica) {
    while (!isOver) {
      handshakes.with(replica.url().getPort(), trusted);
      pause(20);
    }
  }

  private static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
