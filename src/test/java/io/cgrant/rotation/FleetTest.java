// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.certs.KeyedCertificate;
import io.cgrant.certs.Lifetimes;
import io.cgrant.certs.Pem;
import io.cgrant.certs.Rotation;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Days of three replicas, of which two think that they lead: writes collide, the API server is
/// away now and then, replicas are cut off or start anew, somebody deletes the Secret or overwrites
/// `caBundle`. An API server that hears of everything late must trust every certificate that is
/// served, at every moment.
class FleetTest {

  private static final Duration SETTLING = Duration.ofSeconds(30);
  private static final Duration LATE = Duration.ofSeconds(20);
  private static final Lifetimes LIFETIMES = Lifetimes.of(Duration.ofDays(6), Duration.ofDays(1));
  private static final Rotation ROTATION =
      new Rotation(List.of("cgrant.cgrant.svc"), LIFETIMES, SETTLING);
  private static final Duration STEP = Duration.ofSeconds(10);
  private static final int STEPS = 120;

  private final FakeCluster cluster = new FakeCluster();
  private final List<Replica> replicas = new ArrayList<>();
  private final Deque<Heard> heard = new ArrayDeque<>();
  private List<X509Certificate> trusted = List.of();
  private Instant now = Instant.parse("2026-11-24T12:00:00Z");

  private record Heard(String bundle, Instant at) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anApiServerThatHearsLateTrustsEverythingThatIsServed(long seed) throws Exception {
    var random = new Random(seed);
    heard.add(new Heard("", now));
    cluster.published = () -> heard.add(new Heard(cluster.bundle, now));
    cluster.isAway = () -> random.nextInt(20) == 0;
    cluster.isContested = () -> random.nextInt(5) == 0;
    for (int i = 0; i < 3; i++) {
      replicas.add(new Replica(i < 2));
    }
    settle();
    var leaves = new java.util.HashSet<X509Certificate>();
    for (int i = 0; i < STEPS; i++) {
      disturb(random);
      for (Replica each : replicas) {
        each.passUnlessCutOff();
      }
      // Fast where nothing happens, slow while something changes.
      now = now.plus(random.nextInt(3) == 0 ? Duration.ofHours(2) : STEP);
      for (int second = 0; second < 5; second++) {
        hear();
        assertEveryReplicaIsTrusted(seed, i);
        replicas.forEach(Replica::passUnlessCutOff);
        now = now.plusSeconds(5);
      }
      replicas.forEach(r -> r.served.ifPresent(s -> leaves.add(s.leaf())));
    }
    assertTrue(leaves.size() >= 5, "only " + leaves.size() + " certificates in all that time");
    settle();
    assertEquals(1, replicas.stream().map(r -> r.served.get().leaf()).distinct().count());
    assertEquals(cluster.secret.orElseThrow().texts().get("ca.crt"), cluster.bundle);
  }

  private void disturb(Random random) {
    switch (random.nextInt(120)) {
      case 0 -> cluster.secret = Optional.empty();
      case 1 -> cluster.secret.ifPresent(s -> cluster.damage("tls.crt", "hello"));
      case 2 -> cluster.secret.ifPresent(s -> cluster.damage("ca.key", "hello"));
      case 3, 4 -> replicas.get(random.nextInt(3)).cutOffFor(Duration.ofHours(random.nextInt(16)));
      case 5 -> replicas.get(random.nextInt(3)).restart();
      default -> {}
    }
  }

  /// Restarted replicas are not ready, and not asked.
  private void assertEveryReplicaIsTrusted(long seed, int step) {
    for (Replica each : replicas) {
      each.served.ifPresent(
          s ->
              assertTrue(
                  trusted.stream().anyMatch(t -> vouches(t.getPublicKey(), s.leaf())),
                  "seed " + seed + ", step " + step + ": a replica serves what nobody trusts"));
    }
  }

  private void hear() throws GeneralSecurityException {
    while (heard.size() > 1 && !newerIsTooNew()) {
      heard.removeFirst();
    }
    trusted = read(heard.getFirst().bundle());
  }

  private boolean newerIsTooNew() {
    var second = new ArrayList<>(heard).get(1);
    return now.isBefore(second.at().plus(LATE));
  }

  private void settle() throws GeneralSecurityException {
    for (Replica each : replicas) {
      each.cutOffUntil = Instant.MIN;
    }
    for (int i = 0; i < 60; i++) {
      replicas.forEach(Replica::passUnlessCutOff);
      now = now.plusSeconds(5);
      hear();
    }
  }

  private static boolean vouches(PublicKey authority, X509Certificate leaf) {
    try {
      leaf.verify(authority);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static List<X509Certificate> read(String pem) throws GeneralSecurityException {
    var found = new ArrayList<X509Certificate>();
    var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    CertificateFactory.getInstance("X.509")
        .generateCertificates(bytes)
        .forEach(c -> found.add((X509Certificate) c));
    assertEquals(pem, found.isEmpty() ? "" : Pem.text(found));
    return found;
  }

  private final class Replica {
    private final boolean leads;
    private Optional<KeyedCertificate> served = Optional.empty();
    private Instant cutOffUntil = Instant.MIN;
    private CertificateKeeper keeper;

    Replica(boolean leads) {
      this.leads = leads;
      restart();
    }

    void restart() {
      served = Optional.empty();
      cutOffUntil = Instant.MIN;
      keeper =
          new CertificateKeeper(
              cluster,
              cluster,
              () -> leads,
              ROTATION,
              () -> now,
              () -> now,
              next -> served = Optional.of(next));
    }

    void cutOffFor(Duration time) {
      cutOffUntil = now.plus(time);
    }

    void passUnlessCutOff() {
      if (now.isBefore(cutOffUntil)) {
        return;
      }
      try {
        keeper.pass();
      } catch (KubernetesClientException e) {
        // The next pass tries again.
        Thread.onSpinWait();
      }
    }
  }
}
