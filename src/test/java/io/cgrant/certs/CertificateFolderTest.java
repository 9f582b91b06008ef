// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFolderTest {

  private static final List<String> NAMES = List.of("localhost", "127.0.0.1");

  @TempDir private Path directory;

  private Instant now = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void makesAnAuthorityAndACertificateForItsNames() throws Exception {
    X509Certificate leaf = folder().current().leaf();

    leaf.verify(authority().getPublicKey());
    assertEquals(
        List.of("127.0.0.1", "localhost"),
        leaf.getSubjectAlternativeNames().stream()
            .map(name -> (String) name.get(1))
            .sorted()
            .toList());
    assertEquals(-1, leaf.getBasicConstraints());
    assertEquals(0, authority().getBasicConstraints());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("tls.key"))));
  }

  @Test
  void keepsWhatItMade() throws Exception {
    KeyedCertificate first = folder().current();

    assertEquals(first, folder().current());
  }

  @Test
  void renewsAfterTwoThirdsOfItsLifeUnderTheSameAuthority() throws Exception {
    KeyedCertificate first = folder().current();
    X509Certificate authority = authority();

    now = now.plus(CertificateAuthority.LEAF_LIFE.multipliedBy(2).dividedBy(3));
    KeyedCertificate second = folder().current();

    assertNotEquals(first.leaf(), second.leaf());
    second.leaf().verify(authority.getPublicKey());
    assertEquals(authority, authority());
  }

  @Test
  void renewsAnAgingAuthorityWithItsCertificate() throws Exception {
    folder().current();
    X509Certificate authority = authority();

    now = now.plus(CertificateAuthority.LIFE.multipliedBy(2).dividedBy(3));
    X509Certificate leaf = folder().current().leaf();

    assertNotEquals(authority, authority());
    leaf.verify(authority().getPublicKey());
  }

  @Test
  void aCertificateNeverOutlivesItsAuthority() {
    var authority = CertificateAuthority.create(now);
    Instant late = now.plus(CertificateAuthority.LIFE).minus(Duration.ofDays(1));

    X509Certificate leaf = authority.issue(NAMES, late).leaf();

    assertEquals(authority.identity().leaf().getNotAfter(), leaf.getNotAfter());
  }

  @Test
  void onlyReadsACertificateFromElsewhere() throws Exception {
    KeyedCertificate made = folder().current();
    Files.delete(directory.resolve("ca.key"));
    Files.delete(directory.resolve("ca.crt"));

    now = now.plus(CertificateAuthority.LEAF_LIFE.multipliedBy(10));

    assertEquals(made, folder().current());
    assertEquals(List.of("tls.crt", "tls.key"), files());
  }

  @Test
  void namesTheFileThatHoldsSomethingElse() throws Exception {
    folder().current();
    Files.writeString(directory.resolve("tls.crt"), "hello\n");

    var failure = assertThrows(IOException.class, () -> folder().current());

    assertTrue(failure.getMessage().endsWith("tls.crt: holds no certificate"));
  }

  @Test
  void saysWhenACertificateIsDue() {
    X509Certificate leaf = CertificateAuthority.create(now).issue(NAMES, now).leaf();

    assertEquals(Optional.empty(), Renewal.due(leaf, now));
    assertEquals(
        Optional.of(Renewal.Reason.NotYetValid), Renewal.due(leaf, now.minusSeconds(3600)));
    assertEquals(
        Optional.of(Renewal.Reason.Aging), Renewal.due(leaf, now.plus(Duration.ofDays(61))));
    assertEquals(
        Optional.of(Renewal.Reason.Expired),
        Renewal.due(leaf, now.plus(CertificateAuthority.LEAF_LIFE)));
  }

  private CertificateFolder folder() {
    return new CertificateFolder(directory, NAMES, () -> now);
  }

  private X509Certificate authority() throws IOException {
    return PemFile.readCertificates(directory.resolve("ca.crt")).getFirst();
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().collect(Collectors.toList());
    }
  }
}
