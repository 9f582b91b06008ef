// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The chart with certificates of cert-manager: its own controllers make them, its injector tells
/// the API server, and the mounted Secret is what the replica serves.
@ExtendWith(ChartStand.Extension.class)
final class CertManagerIT {

  private static final String SERVING = "cgrant-tls";

  @Test
  void aPodIsGrantedThroughWhatCertManagerMadeAlsoWhileBothCertificatesAreRenewed(
      ChartStand stand) {
    Path folder = Folders.create(ChartStand.FOLDER.resolve("cert-manager"));
    try (var manager = CertManager.start(stand, folder.resolve("cert-manager.log"))) {
      stand.release().install("{certificates: {source: certManager}, rbac: {users: [cgrant]}}");
      try (var sharing = new SharingReplicas(stand, "cert-manager")) {
        renewed(stand, manager, sharing, Folders.create(folder.resolve("mounted")));
      } finally {
        stand.release().uninstall();
      }
    }
  }

  private static void renewed(
      ChartStand stand, CertManager manager, SharingReplicas sharing, Path mounted) {
    // The first time they are built.
    Wait.upTo(Duration.ofMinutes(15))
        .until(
            "cert-manager made a certificate",
            () -> {
              if (!manager.isAlive()) {
                throw new IllegalStateException("cert-manager ended; see its log");
              }
              return !manager.stored(SERVING, "tls.key").isEmpty();
            });
    mount(manager, mounted);
    PackagedCgrant replica =
        sharing.start("-Dcgrant.tls.secret=", "-Dcgrant.tls.directory=" + mounted);
    sharing.awaitGrant();
    assertEquals(
        "cgroup-writable-cert-manager",
        Field.text(stand.admin().rehearse(sharing.pod()).body(), "spec.runtimeClassName"));
    String first = sharing.published();
    assertEquals(manager.stored(SERVING, "ca.crt"), first);
    var handshakes = new Handshakes();
    handshakes.with(replica.url().getPort(), first);

    // A new authority of the old key: what was signed before is trusted after.
    manager.renew("cgrant-ca", "cgrant-ca");
    stand.admin().rehearse(sharing.pod()).orThrow();
    manager.renew("cgrant", SERVING);
    Wait.upTo(Duration.ofMinutes(2))
        .until(
            "the injector published the new authority, beside the old one",
            () -> {
              stand.admin().rehearse(sharing.pod()).orThrow();
              return sharing.published().contains(manager.stored(SERVING, "ca.crt").strip());
            });
    assertNotEquals(first, sharing.published());
    mount(manager, mounted);
    Wait.upTo(Duration.ofMinutes(2))
        .until(
            "the new certificate is served, without a restart",
            () -> {
              stand.admin().rehearse(sharing.pod()).orThrow();
              handshakes.with(replica.url().getPort(), sharing.published());
              return handshakes.certificates() == 2;
            });
    assertEquals(List.of(), handshakes.failures());
  }

  /// As a kubelet keeps the Secret in the replica's volume, with the entries that the chart names.
  private static void mount(CertManager manager, Path folder) {
    Folders.write(folder.resolve("tls.key"), manager.stored(SERVING, "tls.key"));
    Folders.write(folder.resolve("tls.crt"), manager.stored(SERVING, "tls.crt"));
  }
}
