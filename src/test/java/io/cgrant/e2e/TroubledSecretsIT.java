// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.certs.CertificateAuthority;
import io.cgrant.certs.KeyedCertificate;
import io.cgrant.certs.Lifetimes;
import io.cgrant.certs.StoredCertificates;
import io.cgrant.rotation.SecretState;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a replica does about a Secret that is no good when it starts: while another leads it says
/// so and waits, and once it leads itself it mends it.
@ExtendWith(ChartStand.Lasting.class)
final class TroubledSecretsIT {

  private static final List<String> NAMES = List.of("cgrant.cgrant.svc");
  private static final Lifetimes LIVES = Lifetimes.of(Duration.ofDays(1825), Duration.ofDays(90));
  private static final Duration START = Duration.ofMinutes(3);

  private static final String SOMEBODY =
      """
      apiVersion: coordination.k8s.io/v1
      kind: Lease
      metadata: {name: cgrant-leader, namespace: cgrant}
      spec: {holderIdentity: somebody, leaseDurationSeconds: 3600}
      """;

  private final Instant now = Instant.now();

  @Test
  void aCertificateThatHasEndedIsToldAndReplaced(ChartStand stand) {
    Instant past = now.minus(Duration.ofDays(100));
    var authority = CertificateAuthority.create(past, LIVES);
    KeyedCertificate ended = authority.issue(NAMES, past, LIVES);
    try (var sharing = new SharingReplicas(stand, "expired")) {
      sharing.store(texts(authority, authority.identity().chain(), ended));
      PackagedCgrant replica = startsWhileAnotherLeads(stand, sharing, SecretState.Expired);
      assertFalse(replica.isReady());
      assertFalse(sharing.isPublished());

      leads(stand, sharing, replica);

      assertEquals(1, changes(replica, "CertificateIssued"));
      assertEquals(0, changes(replica, "AuthorityMade"));
      assertSaid(replica, "the certificate in the Secret ended " + end(ended));
      assertSaid(replica, "the one before is expired");
    }
  }

  @Test
  void aDamagedSecretIsToldAndReplaced(ChartStand stand) {
    var authority = CertificateAuthority.create(now, LIVES);
    var another = CertificateAuthority.create(now, LIVES);
    KeyedCertificate leaf = authority.issue(NAMES, now, LIVES);
    var texts = new HashMap<>(texts(authority, another.identity().chain(), leaf));
    texts.put(StoredCertificates.CERTIFICATE, "-----BEGIN CERTIFICATE-----\nno\n");
    try (var sharing = new SharingReplicas(stand, "damaged")) {
      sharing.store(texts);
      PackagedCgrant replica = startsWhileAnotherLeads(stand, sharing, SecretState.Damaged);
      assertFalse(replica.isReady());

      leads(stand, sharing, replica);

      assertEquals(1, changes(replica, "AuthorityMade"));
      assertSaid(
          replica, "the Secret is damaged: ca.key belongs to no authority in ca.crt; tls.crt");
      assertSaid(replica, "there is no authority that could sign");
    }
  }

  @Test
  void aCertificateOfAClockThatIsDaysAheadIsToldAndReplaced(ChartStand stand) {
    Instant ahead = now.plus(Duration.ofDays(3));
    var authority = CertificateAuthority.create(ahead, LIVES);
    KeyedCertificate early = authority.issue(NAMES, ahead, LIVES);
    try (var sharing = new SharingReplicas(stand, "skewed")) {
      sharing.store(texts(authority, authority.identity().chain(), early));
      PackagedCgrant replica = startsWhileAnotherLeads(stand, sharing, SecretState.NotYetValid);

      leads(stand, sharing, replica);

      assertEquals(1, changes(replica, "AuthorityMade"));
      assertSaid(replica, "is not valid before " + early.leaf().getNotBefore().toInstant());
      assertSaid(replica, "the authority is not valid yet; look at the clocks of the nodes");
    }
  }

  @Test
  void twoAuthoritiesAreBothTrustedWhileTheNewOneTakesOver(ChartStand stand) {
    var before = CertificateAuthority.create(now.minus(Duration.ofDays(1)), LIVES);
    var after = CertificateAuthority.create(now, LIVES);
    KeyedCertificate served = before.issue(NAMES, now, LIVES);
    List<X509Certificate> both = List.of(after.identity().leaf(), before.identity().leaf());
    try (var sharing = new SharingReplicas(stand, "both")) {
      sharing.store(texts(after, both, served));
      PackagedCgrant replica =
          startsWhileAnotherLeads(stand, sharing, SecretState.Good, "-Dcgrant.tls.settling=PT8S");
      replica.awaitReady();
      stand.admin().delete(Manifests.parse(SOMEBODY).getFirst()).orThrow();
      sharing.awaitGrant();
      assertTrue(sharing.isPublished());
      assertEquals(2, sharing.published().split("BEGIN").length - 1);
      int granted = 0;
      for (; changes(replica, "CertificateIssued") == 0; granted++) {
        stand.admin().rehearse(sharing.pod()).orThrow();
      }
      stand.admin().rehearse(sharing.pod()).orThrow();
      assertTrue(granted > 0);
      assertEquals(2, metric(replica, "cgrant_certificate_authorities"));
      assertEquals(0, changes(replica, "AuthorityMade") + changes(replica, "AuthorityDropped"));
      assertSaid(replica, "caBundle of the webhooks is written; authorities in it: 2");
      assertSaid(replica, "another authority signed the one before");
    }
  }

  private static Map<String, String> texts(
      CertificateAuthority signs, List<X509Certificate> trusted, KeyedCertificate served) {
    return new StoredCertificates(Optional.of(signs), trusted, Optional.of(served), List.of())
        .texts();
  }

  /// @param state what it finds in the Secret
  private static PackagedCgrant startsWhileAnotherLeads(
      ChartStand stand, SharingReplicas sharing, SecretState state, String... properties) {
    stand.admin().apply(Manifests.parse(SOMEBODY).getFirst()).orThrow();
    PackagedCgrant replica = sharing.launch(properties);
    Wait.upTo(START).until(state + " is measured", () -> isFound(replica, state));
    Wait.upTo(START).until("it is warm", () -> Manifests.text(replica.log()).contains("warm: "));
    assertEquals(0, metric(replica, "cgrant_leader"));
    return replica;
  }

  private static void leads(ChartStand stand, SharingReplicas sharing, PackagedCgrant replica) {
    stand.admin().delete(Manifests.parse(SOMEBODY).getFirst()).orThrow();
    replica.awaitReady();
    sharing.awaitGrant();
    Wait.upTo(START).until("it is good", () -> isFound(replica, SecretState.Good));
    assertSaid(replica, "the certificate in the Secret is good, and served");
  }

  private static boolean isFound(PackagedCgrant replica, SecretState state) {
    try {
      return metric(replica, "cgrant_certificate_secret{state=\"" + state + "\"}") == 1;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static double changes(PackagedCgrant replica, String change) {
    return metric(replica, "cgrant_certificate_changes_total{change=\"" + change + "\"}");
  }

  /// Not there is not a number, and equals nothing.
  private static double metric(PackagedCgrant replica, String series) {
    return replica.metrics().values().getOrDefault(series, Double.NaN);
  }

  private static Instant end(KeyedCertificate certificate) {
    return certificate.leaf().getNotAfter().toInstant();
  }

  private static void assertSaid(PackagedCgrant replica, String sentence) {
    Wait.upTo(START)
        .until(
            () -> sentence + " in " + Manifests.text(replica.log()),
            () -> Manifests.text(replica.log()).contains(sentence));
  }
}
