// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
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

  /// A third of it is left when it is renewed: time for a new authority to settle first, or for one
  /// that was dropped, also where both are due at once and each write takes a second.
  private static final Duration LIFE = Duration.ofSeconds(36);

  private static final Duration AUTHORITY_LIFE = LIFE.multipliedBy(2);
  private static final long LEAST_AUTHORITIES = Math.max(1, LASTING.dividedBy(AUTHORITY_LIFE));
  private static final long LEAST_CERTIFICATES = Math.max(3, LASTING.dividedBy(LIFE));

  /// @param at of [System#nanoTime], before it was asked for
  private record Heard(long at, String pem) {}

  private static final String[] FAST = {
    "-Dcgrant.tls.life=" + LIFE,
    "-Dcgrant.tls.authority-life=" + AUTHORITY_LIFE,
    "-Dcgrant.tls.settling=PT3S"
  };

  private final AtomicInteger reviews = new AtomicInteger();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final Handshakes handshakes = new Handshakes();
  private final Deque<Heard> heard = new ConcurrentLinkedDeque<>();
  private volatile boolean isOver;

  @Test
  void noHandshakeFailsWhileCertificatesAndAuthoritiesChange(ChartStand stand) throws Exception {
    try (var sharing = new SharingReplicas(stand, "rotation")) {
      List<PackagedCgrant> both = List.of(sharing.launch(FAST), sharing.launch(FAST));
      both.forEach(PackagedCgrant::awaitReady);
      sharing.awaitGrant();
      long authorities = made(both, "AuthorityMade");
      ExecutorService threads = Executors.newCachedThreadPool();
      threads.execute(() -> hearLate(sharing));
      threads.execute(() -> rehearse(stand, sharing.pod()));
      both.forEach(each -> threads.execute(() -> connect(each)));
      Thread.sleep(LASTING);
      awaitChanges(both, authorities);
      isOver = true;
      threads.shutdown();
      assertTrue(threads.awaitTermination(2, TimeUnit.MINUTES));
      authorities = made(both, "AuthorityMade") - authorities;
      ClusterChoice.say(
          "%d handshakes with %d certificates of %d new authorities, %d reviews through the API server"
              .formatted(handshakes.done(), handshakes.certificates(), authorities, reviews.get()));
      assertEquals(List.of(), handshakes.failures());
      assertEquals(List.of(), refused);
      assertTrue(handshakes.done() > 100 && reviews.get() > 100);
      assertTrue(handshakes.certificates() >= LEAST_CERTIFICATES);
      assertTrue(authorities >= LEAST_AUTHORITIES);
      assertTrue(made(both, "AuthorityDropped") > 0);
    } finally {
      isOver = true;
    }
  }

  /// The first authority is dropped once its life is over.
  private static void awaitChanges(List<PackagedCgrant> both, long authorities) {
    Wait.upTo(LASTING.plus(AUTHORITY_LIFE))
        .until(
            "authorities come and go",
            () ->
                made(both, "AuthorityMade") - authorities >= LEAST_AUTHORITIES
                    && made(both, "AuthorityDropped") > 0);
  }

  private static long made(List<PackagedCgrant> replicas, String change) {
    String series = "cgrant_certificate_changes_total{change=\"" + change + "\"}";
    return replicas.stream().mapToLong(r -> r.metrics().values().get(series).longValue()).sum();
  }

  private void hearLate(SharingReplicas sharing) {
    while (!isOver) {
      heard.addLast(new Heard(System.nanoTime(), sharing.published()));
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
      trusted().ifPresent(pem -> handshakes.with(replica.url().getPort(), pem));
      pause(20);
    }
  }

  /// What was published a while ago. Empty where that is not known, because nothing was heard for
  /// as long: an API server would not be so late.
  private Optional<String> trusted() {
    long now = System.nanoTime();
    Heard last = heard.peekLast();
    if (last == null || now - last.at() > LATE.toNanos()) {
      return Optional.empty();
    }
    Optional<Heard> chosen = Optional.empty();
    for (Heard one : heard) {
      if (now - one.at() >= LATE.toNanos()) {
        chosen = Optional.of(one);
      }
    }
    return chosen.map(Heard::pem);
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
