// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.certs.KeyedCertificate;
import io.cgrant.certs.Lifetimes;
import io.cgrant.certs.Rotation;
import io.cgrant.certs.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateKeeperTest {

  private static final Rotation ROTATION =
      new Rotation(
          List.of("cgrant.cgrant.svc"),
          Lifetimes.of(Duration.ofDays(1825), Duration.ofDays(90)),
          Duration.ofSeconds(30));

  private final FakeCluster cluster = new FakeCluster();
  private final List<KeyedCertificate> served = new ArrayList<>();
  private final List<KeyedCertificate> servedByOther = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-24T12:00:00Z");

  /// By how much the time of day differs from what a stopwatch says.
  private Duration setBack = Duration.ZERO;

  private boolean leads = true;
  private boolean otherLeads;
  private final CertificateKeeper keeper =
      new CertificateKeeper(
          cluster,
          cluster,
          () -> leads,
          ROTATION,
          () -> now,
          () -> now.minus(setBack),
          served::add);
  private final CertificateKeeper other =
      new CertificateKeeper(
          cluster, cluster, () -> otherLeads, ROTATION, () -> now, () -> now, servedByOther::add);

  @Test
  void theLeaderMakesAndPublishesAndBothServe() {
    other.pass();
    assertEquals(List.of(), servedByOther);
    assertEquals(SecretState.Missing, other.meter().state());

    keeper.pass();
    other.pass();

    assertEquals(List.of("ca.crt", "ca.key", "tls.crt", "tls.key"), cluster.keys());
    assertEquals(cluster.secret.orElseThrow().texts().get("ca.crt"), cluster.bundle);
    assertEquals(served.getLast().leaf(), servedByOther.getLast().leaf());
    assertEquals(SecretState.Good, other.meter().state());
    assertEquals(1, keeper.meter().count(Step.Change.CertificateIssued));
    assertEquals(1, keeper.meter().authorities());
  }

  @Test
  void nothingIsWrittenWhenNothingIsDue() {
    keeper.pass();
    int writes = cluster.writes;
    for (int i = 0; i < 100; i++) {
      now = now.plusSeconds(5);
      keeper.pass();
    }
    assertEquals(writes, cluster.writes);
    assertEquals(1, cluster.publications);
    assertEquals(1, served.size());
  }

  @Test
  void whoDoesNotLeadWritesNothing() {
    leads = false;
    keeper.pass();
    assertEquals(Optional.empty(), cluster.secret);
    assertEquals("", cluster.bundle);
  }

  @Test
  void twoThatThinkTheyLeadEndWithOneSecret() {
    otherLeads = true;
    cluster.beforeWrite =
        () -> {
          cluster.beforeWrite = () -> {};
          other.pass();
        };

    keeper.pass();
    other.pass();

    assertEquals(cluster.secret.orElseThrow().texts().get("ca.crt"), cluster.bundle);
    assertEquals(served.getLast().leaf(), servedByOther.getLast().leaf());
    assertEquals(0, keeper.meter().count(Step.Change.AuthorityMade));
    assertEquals(1, other.meter().count(Step.Change.AuthorityMade));
    assertEquals(1, cluster.secret.map(k -> keeper.meter().authorities()).orElseThrow());
  }

  @Test
  void anOverwrittenBundleIsPutRightAtOnceAndWithoutEndOnlyAtAPace() {
    keeper.pass();
    String right = cluster.bundle;
    cluster.bundle = "QQ==";
    keeper.pass();
    assertEquals(right, cluster.bundle);

    int before = cluster.publications;
    for (int second = 0; second < 600; second++) {
      cluster.bundle = "QQ==";
      keeper.pass();
      now = now.plusSeconds(1);
    }
    int tries = cluster.publications - before;
    assertTrue(tries >= 20 && tries <= 30, "written " + tries + " times in ten minutes");
    now = now.plus(Duration.ofMinutes(3));
    cluster.bundle = "QQ==";
    keeper.pass();
    assertEquals(right, cluster.bundle);
  }

  @Test
  void anOverwrittenBundleIsPutRightAlsoAfterSomebodySetTheClockBack() {
    keeper.pass();
    String right = cluster.bundle;
    for (int i = 0; i < 3; i++) {
      cluster.bundle = "QQ==";
      keeper.pass();
    }
    Duration day = Duration.ofDays(1);
    now = now.minus(day).plus(Pace.LONGEST);
    setBack = setBack.minus(day);
    cluster.bundle = "QQ==";
    keeper.pass();
    assertEquals(right, cluster.bundle);
  }

  @Test
  void aVanishedSecretKeepsWhatIsServedUntilTheNewAuthorityIsKnown() {
    keeper.pass();
    now = now.plus(Duration.ofMinutes(5));
    KeyedCertificate first = served.getLast();
    cluster.secret = Optional.empty();

    keeper.pass();
    assertEquals(first.leaf(), served.getLast().leaf());
    assertEquals(2, keeper.meter().authorities());
    assertEquals(cluster.secret.orElseThrow().texts().get("ca.crt"), cluster.bundle);
    now = now.plusSeconds(31);
    keeper.pass();
    assertNotEquals(first.leaf(), served.getLast().leaf());
  }

  @Test
  void whoDoesNotLeadKeepsServingWhileTheSecretIsDamagedOrGone() {
    keeper.pass();
    other.pass();
    cluster.damage("tls.crt", "hello");
    other.pass();
    assertEquals(SecretState.Damaged, other.meter().state());
    cluster.secret = Optional.empty();
    other.pass();
    assertEquals(SecretState.Missing, other.meter().state());
    assertEquals(1, servedByOther.size());
  }

  @Test
  void theLeaderMendsADamagedSecretWithoutChangingWhatIsServed() {
    keeper.pass();
    cluster.damage("tls.key", "hello");
    keeper.pass();
    assertEquals(1, served.size());
    assertEquals(SecretState.Good, keeper.meter().state());
    assertEquals(1, keeper.meter().count(Step.Change.Restored));
  }

  @Test
  void aReplicaThatStartsWithADamagedSecretMakesANewCertificateUnderTheSameAuthority() {
    keeper.pass();
    String trusted = cluster.bundle;
    cluster.damage("tls.crt", "hello");
    otherLeads = true;
    other.pass();
    assertEquals(trusted, cluster.bundle);
    assertEquals(1, servedByOther.size());
    assertEquals(SecretState.Good, other.meter().state());
  }

  @Test
  void aSecretOfSomethingElseBecomesOurs() {
    cluster.put(Map.of("password", "hello"));
    keeper.pass();
    assertEquals(SecretState.Good, keeper.meter().state());
    assertEquals(1, served.size());
  }

  @Test
  void anExpiredSecretAtTheStartIsToldAndReplaced() {
    keeper.pass();
    now = now.plus(Duration.ofDays(3000));
    other.pass();
    assertEquals(SecretState.Expired, other.meter().state());
    otherLeads = true;
    other.pass();
    assertEquals(SecretState.Good, other.meter().state());
    assertEquals(1, other.meter().authorities());
    assertTrue(servedByOther.getLast().leaf().getNotAfter().toInstant().isAfter(now));
  }

  @Test
  void aCertificateThatBeginsLaterIsToldAndReplacedByAReplicaWhoseClockIsRight() {
    keeper.pass();
    now = now.minus(Duration.ofDays(3));
    other.pass();
    assertEquals(SecretState.NotYetValid, other.meter().state());
    otherLeads = true;
    other.pass();
    assertEquals(SecretState.Good, other.meter().state());
    assertTrue(servedByOther.getLast().leaf().getNotBefore().toInstant().isBefore(now));
  }

  @Test
  void withoutWebhookConfigurationsThereIsNothingToPublishAndNothingIsMade() {
    cluster.isRegistered = false;
    keeper.pass();
    assertEquals(0, cluster.publications);
    assertEquals(1, served.size());
    cluster.isRegistered = true;
    keeper.pass();
    assertEquals(1, cluster.publications);
  }
}
