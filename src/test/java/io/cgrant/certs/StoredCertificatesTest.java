// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class StoredCertificatesTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create(NOW);
  private static final CertificateAuthority OTHER = CertificateAuthority.create(NOW);
  private static final StoredCertificates GOOD = under(AUTHORITY, AUTHORITY);

  @Test
  void whatIsWrittenIsRead() {
    StoredCertificates read = StoredCertificates.read(GOOD.texts());

    assertEquals(List.of(), read.problems());
    assertEquals(GOOD.texts(), read.texts());
    assertEquals(
        List.of("ca.crt", "ca.key", "tls.crt", "tls.key"), List.copyOf(read.texts().keySet()));
  }

  /// Somebody appended the next one, or put it first.
  @Test
  void ofTwoAuthoritiesTheOneWhoseKeyIsThereSignsAndBothAreTrusted() {
    var texts = new LinkedHashMap<>(GOOD.texts());
    String both =
        Pem.text(List.of(OTHER.identity().leaf())) + Pem.text(List.of(AUTHORITY.identity().leaf()));
    texts.put("ca.crt", both);

    StoredCertificates read = StoredCertificates.read(texts);

    assertEquals(List.of(), read.problems());
    assertEquals(List.of(AUTHORITY.identity().leaf(), OTHER.identity().leaf()), read.trusted());
    assertEquals(AUTHORITY.identity().leaf(), read.authority().orElseThrow().identity().leaf());
  }

  @Test
  void keysOfOthersArePassedOver() {
    var texts = new LinkedHashMap<>(GOOD.texts());
    texts.put("note", "hello");
    assertEquals(GOOD.texts(), StoredCertificates.read(texts).texts());
  }

  @Test
  void noCertificateYetIsNoProblem() {
    StoredCertificates first = StoredCertificates.NONE.under(AUTHORITY, NOW);
    StoredCertificates read = StoredCertificates.read(first.texts());
    assertEquals(List.of(), read.problems());
    assertEquals(Optional.empty(), read.serving());
  }

  @TestFactory
  Stream<DynamicTest> whatIsDamagedIsNamedAndTheRestIsUsed() {
    Map<String, String> other = under(OTHER, OTHER).texts();
    String leaf = GOOD.texts().get("tls.crt");
    return Stream.of(
        damage("ca.crt", null, "ca.crt is missing", "the rest of nothing"),
        damage("ca.crt", "hello", "ca.crt holds no certificate", ""),
        damage("ca.crt", leaf, "ca.key belongs to no authority in ca.crt", ""),
        damage("ca.key", null, "ca.key is missing", "serving"),
        damage(
            "ca.key", other.get("ca.key"), "ca.key belongs to no authority in ca.crt", "serving"),
        damage("tls.crt", null, "tls.crt or tls.key is missing", "authority"),
        damage("tls.crt", leaf.substring(0, 100), "tls.crt or tls.key", "authority"),
        damage("tls.crt", leaf.replace("MI", "MJ"), "tls.crt or tls.key", "authority"),
        damage(
            "tls.crt",
            "-----BEGIN CERTIFICATE-----\n$$\n-----END CERTIFICATE-----\n",
            "tls.crt",
            ""),
        damage("tls.crt", other.get("tls.crt"), "tls.key does not belong to tls.crt", "authority"),
        damage("tls.key", other.get("tls.key"), "tls.key does not belong to tls.crt", "authority"),
        damage("tls.key", "\0\0", "tls.crt or tls.key holds no private key", "authority"));
  }

  @Test
  void aCertificateOfNobodyWhoIsTrustedIsNotServed() {
    var texts = new LinkedHashMap<>(GOOD.texts());
    Map<String, String> other = under(OTHER, OTHER).texts();
    texts.put("tls.crt", other.get("tls.crt"));
    texts.put("tls.key", other.get("tls.key"));

    StoredCertificates read = StoredCertificates.read(texts);

    assertEquals(Optional.empty(), read.serving());
    assertEquals(List.of("no authority in ca.crt vouches for tls.crt"), read.problems());
  }

  private static DynamicTest damage(String key, String text, String problem, String remains) {
    return dynamicTest(
        problem + ", " + key,
        () -> {
          var texts = new LinkedHashMap<>(GOOD.texts());
          if (text == null) {
            texts.remove(key);
          } else {
            texts.put(key, text);
          }
          StoredCertificates read = StoredCertificates.read(texts);
          assertFalse(read.problems().isEmpty());
          assertTrue(read.problems().toString().contains(problem), read.problems()::toString);
          if (remains.equals("serving")) {
            assertEquals(GOOD.serving().get().leaf(), read.serving().orElseThrow().leaf());
          }
          if (remains.equals("authority")) {
            assertTrue(read.authority().isPresent());
          }
        });
  }

  private static StoredCertificates under(CertificateAuthority authority, CertificateAuthority by) {
    return StoredCertificates.NONE
        .under(authority, NOW)
        .serving(by.issue(List.of("cgrant.cgrant.svc"), NOW));
  }
}
