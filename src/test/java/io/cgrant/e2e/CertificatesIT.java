// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.metric.Presence;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What `helm install` without any values comes to: replicas make their certificate, and the API
/// server trusts it.
@ExtendWith(ChartStand.Lasting.class)
final class CertificatesIT {

  /// Less than a Lease lasts: whoever has to wait for its end is too late.
  private static final Duration SOON = Duration.ofSeconds(14);

  /// For one that a replica has only to notice; mostly it takes less than one second.
  private static final Duration REPAIRED = Duration.ofSeconds(20);

  private static final Duration LONGEST = Duration.ofSeconds(90);

  @Test
  void aDefaultInstallGrantsAPodThroughTlsAndAnOverwrittenBundleIsPutRight(ChartStand stand) {
    try (var sharing = new SharingReplicas(stand, "certificates")) {
      PackagedCgrant replica = sharing.start();
      sharing.awaitGrant();
      assertEquals(
          "cgroup-writable-certificates",
          Field.text(stand.admin().rehearse(sharing.pod()).body(), "spec.runtimeClassName"));
      assertTrue(sharing.isPublished());

      List.of(SharingReplicas.MUTATING, SharingReplicas.VALIDATING)
          .forEach(path -> overwrite(stand, path));
      Duration repaired = Wait.upTo(REPAIRED).until("caBundle is put right", sharing::isPublished);
      sharing.awaitGrant();
      ClusterChoice.say("caBundle was put right after " + repaired.toMillis() + " ms");
      assertSaid(replica, "caBundle was changed by somebody else");
      assertSaid(replica, "written by Java-http-client");
    }
  }

  @Test
  void twoThatStartAtOnceEndWithOneSecretAndTheOtherTakesOver(ChartStand stand) {
    try (var sharing = new SharingReplicas(stand, "race")) {
      List<PackagedCgrant> both = List.of(sharing.launch(), sharing.launch());
      both.forEach(PackagedCgrant::awaitReady);
      Wait.upTo(LONGEST).until("caBundle", sharing::isPublished);
      assertEquals(1, both.stream().filter(CertificatesIT::leads).count());
      assertEquals(1, sharing.stored("ca.crt").split("BEGIN").length - 1);
      var handshakes = new Handshakes();
      both.forEach(each -> handshakes.with(each.url().getPort(), sharing.published()));
      assertEquals(List.of(), handshakes.failures());
      assertEquals(1, handshakes.certificates());

      PackagedCgrant leader = both.stream().filter(CertificatesIT::leads).findFirst().get();
      PackagedCgrant other = both.get(1 - both.indexOf(leader));
      // Who ends as told gives the Lease back; who is killed cannot.
      leader.close();
      Duration handedOver = Wait.upTo(SOON).until("the other leads", () -> leads(other));
      PackagedCgrant third = sharing.start();
      other.close();
      Wait.upTo(SOON).until("the third leads", () -> leads(third));
      PackagedCgrant fourth = sharing.start();
      third.kill();
      overwrite(stand, SharingReplicas.VALIDATING);
      Duration takenOver = Wait.upTo(LONGEST).until("the other put it right", sharing::isPublished);
      assertTrue(leads(fourth));
      ClusterChoice.say(
          "the next led %d ms after an end, %d ms after a kill"
              .formatted(handedOver.toMillis(), takenOver.toMillis()));
    }
  }

  @Test
  void aSecretThatIsDamagedOrGoneIsMendedAndNobodyNotices(ChartStand stand) {
    try (var sharing = new SharingReplicas(stand, "mended")) {
      PackagedCgrant replica = sharing.start("-Dcgrant.tls.settling=PT3S");
      sharing.awaitGrant();
      String before = sharing.stored("tls.crt");

      stand.admin().patch(SharingReplicas.SECRET, "{\"data\":{\"tls.crt\":\"QQ==\"}}").orThrow();
      Wait.upTo(LONGEST).until("it is mended", () -> sharing.stored("tls.crt").equals(before));
      assertTrue(stand.admin().rehearse(sharing.pod()).accepted());

      stand.admin().delete(stand.admin().get(SharingReplicas.SECRET).body()).orThrow();
      Wait.upTo(LONGEST).until("it is back", () -> sharing.stored("tls.crt").equals(before));
      int granted = 0;
      while (sharing.stored("tls.crt").equals(before)) {
        stand.admin().rehearse(sharing.pod()).orThrow();
        granted++;
      }
      stand.admin().rehearse(sharing.pod()).orThrow();
      assertTrue(granted > 0);
      assertNotEquals(before, sharing.stored("tls.crt"));
      assertSaid(replica, "the Secret is damaged: tls.crt");
      assertSaid(replica, "there is no certificate in the Secret");
      var exposed = new ExposedSeries(replica.metricsText());
      assertEquals(
          List.of(),
          exposed.contradictions(
              Set.of(
                  Presence.Always,
                  Presence.InACluster,
                  Presence.Events,
                  Presence.SharedCertificate)));
      var metrics = replica.metrics().values();
      assertEquals(1, metrics.get("cgrant_certificate_secret{state=\"Good\"}"));
      assertEquals(2, metrics.get("cgrant_certificate_authorities"));
      assertEquals(1, metrics.get("cgrant_certificate_changes_total{change=\"Restored\"}"));
    }
  }

  @Test
  void whoMayNotReadTheSecretIsNotReadyAndSaysWhy(ChartStand stand) {
    try (var sharing = new SharingReplicas(stand, "rights")) {
      PackagedCgrant replica = sharing.launch("-Dcgrant.tls.secret=another");
      Wait.upTo(LONGEST.multipliedBy(2))
          .until("it is warm", () -> Files.exists(replica.log()) && isWarm(replica));
      String health = replica.get("/q/health/ready").body();
      assertTrue(health.contains("\"certificate\": false"), health);
      assertFalse(replica.isReady());
      assertSaid(replica, "secrets \"another\" is forbidden");
    }
  }

  /// A second for each request, and somebody who writes the same objects all the time.
  @Test
  void twoReplicasConvergeWithASlowApiServerAndConflicts(ChartStand stand) throws Exception {
    try (var slow = new Alternating(Ports.free(), Duration.ofSeconds(1));
        var sharing = new SharingReplicas(stand, "slow")) {
      slow.to(List.of(stand.admin().port()));
      sharing.reach(slow.port());
      List<PackagedCgrant> both = List.of(sharing.launch(), sharing.launch());
      var writer = Thread.ofVirtual().start(() -> interfere(stand));
      both.forEach(PackagedCgrant::awaitReady);
      sharing.awaitGrant();
      for (int i = 0; i < 3; i++) {
        overwrite(stand, SharingReplicas.MUTATING);
        Duration repaired = Wait.upTo(LONGEST).until("caBundle", sharing::isPublished);
        ClusterChoice.say("slow: caBundle was put right after " + repaired.toMillis() + " ms");
      }
      stand.admin().delete(stand.admin().get(SharingReplicas.SECRET).body()).orThrow();
      Wait.upTo(LONGEST).until("the Secret is back", sharing::isPublished);
      writer.interrupt();
      writer.join();
      sharing.awaitGrant();
      var handshakes = new Handshakes();
      both.forEach(each -> handshakes.with(each.url().getPort(), sharing.published()));
      assertEquals(List.of(), handshakes.failures());
    }
  }

  private static void interfere(ChartStand stand) {
    for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
      String patch = "{\"metadata\":{\"annotations\":{\"number\":\"" + i + "\"}}}";
      try {
        for (String path : List.of(SharingReplicas.SECRET, SharingReplicas.VALIDATING)) {
          stand.admin().patch(path, patch);
        }
        Thread.sleep(Duration.ofSeconds(4));
      } catch (InterruptedException | IllegalStateException e) {
        return;
      }
    }
  }

  private static boolean isWarm(PackagedCgrant replica) {
    return Manifests.text(replica.log()).contains("warm: reviews");
  }

  private static boolean leads(PackagedCgrant replica) {
    return replica.metrics().values().get("cgrant_leader") == 1;
  }

  /// What is done and what is said of it come one after the other.
  private static void assertSaid(PackagedCgrant replica, String sentence) {
    Wait.upTo(LONGEST)
        .until(
            () -> sentence + " in " + Manifests.text(replica.log()),
            () -> Manifests.text(replica.log()).contains(sentence));
  }

  private static void overwrite(ChartStand stand, String path) {
    Wait.upTo(LONGEST).until(path + " is overwritten", () -> isOverwritten(stand, path));
  }

  /// False where a replica was faster to write it.
  private static boolean isOverwritten(ChartStand stand, String path) {
    JsonNode webhooks = stand.admin().get(path).orThrow().body().deepCopy();
    webhooks
        .get("webhooks")
        .forEach(w -> ((ObjectNode) w.get("clientConfig")).put("caBundle", "QQ=="));
    Reply reply = stand.admin().put(path, webhooks);
    return reply.code() != 409 && reply.orThrow().accepted();
  }
}
