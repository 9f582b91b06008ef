// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RotationTest {

  private static final List<String> NAMES = List.of("cgrant.cgrant.svc");
  private static final Duration SETTLING = Duration.ofSeconds(30);
  private static final Lifetimes LIFETIMES =
      Lifetimes.of(Duration.ofDays(1825), Duration.ofDays(90));
  private static final Rotation ROTATION = new Rotation(NAMES, LIFETIMES, SETTLING);

  private Instant now = Instant.parse("2026-11-24T12:00:00Z");
  private StoredCertificates stored = StoredCertificates.NONE;
  private StoredCertificates before = StoredCertificates.NONE;
  private Optional<Instant> trustedSince = Optional.empty();
  private final List<String> steps = new ArrayList<>();

  @Test
  void whoIsTrustedIsToldBeforeAnythingIsServed() {
    toRest();

    assertEquals(List.of("AuthorityMade", "Publish 1", "CertificateIssued", "Rest"), steps);
    assertTrue(Vouching.vouches(authority(), leaf()));
    assertTrue(Vouching.covers(leaf(), NAMES));
  }

  @Test
  void aCertificateIsRenewedAfterTwoThirdsUnderTheSameAuthority() throws Exception {
    toRest();
    X509Certificate first = leaf();
    X509Certificate authority = authority();

    pass(Duration.ofDays(58));
    toRest();
    assertEquals(first, leaf());
    pass(Duration.ofDays(2));
    toRest();

    assertNotEquals(first, leaf());
    leaf().verify(authority.getPublicKey());
    assertEquals(1, stored.trusted().size());
  }

  @Test
  void anAuthorityIsTrustedAndSettledBeforeItSignsAndTheOneBeforeStaysForALeafsLife() {
    toRest();
    X509Certificate old = authority();
    pass(Duration.ofDays(1216));
    toRest();
    steps.clear();
    pass(Duration.ofDays(1));

    assertEquals("AuthorityMade", step());
    assertEquals(old, stored.trusted().get(1));
    assertTrue(Vouching.vouches(old, leaf()), "what is served stays");
    assertEquals("Publish 2", step());
    assertEquals("Wait", step());
    pass(SETTLING.minusSeconds(1));
    assertEquals("Wait", step());
    pass(Duration.ofSeconds(1));
    assertEquals("CertificateIssued", step());
    assertFalse(Vouching.vouches(old, leaf()));
    assertEquals("Rest", step());

    pass(Duration.ofDays(89));
    toRest();
    assertEquals(2, stored.trusted().size());
    pass(Duration.ofDays(2));
    toRest();
    assertEquals(1, stored.trusted().size());
    assertEquals(List.of(), stored.problems());
  }

  @Test
  void anAuthorityStaysAsLongAsItVouchesForWhatIsServed() {
    toRest();
    X509Certificate old = authority();
    stored = stored.under(CertificateAuthority.create(now, LIFETIMES), now);
    stored =
        stored.serving(
            new CertificateAuthority(before.authority().get().identity())
                .issue(NAMES, now.plus(Duration.ofDays(50)), LIFETIMES));
    trustedSince = Optional.empty();
    pass(Duration.ofDays(100));

    assertEquals("Publish 2", step());
    assertTrue(stored.trusted().contains(old));
  }

  @Test
  void everythingThatExpiredWhileNobodyRanIsReplacedAtOnce() {
    toRest();
    X509Certificate old = authority();
    steps.clear();
    restart();
    pass(Duration.ofDays(2000));
    toRest();

    assertEquals(List.of("AuthorityMade", "Publish 1", "CertificateIssued", "Rest"), steps);
    assertFalse(stored.trusted().contains(old));
  }

  @Test
  void anExpiredCertificateUnderAGoodAuthorityIsReplacedWithoutAWait() {
    toRest();
    steps.clear();
    restart();
    pass(Duration.ofDays(120));
    toRest();

    assertEquals(List.of("Publish 1", "CertificateIssued", "Rest"), steps);
  }

  @Test
  void aSecretThatVanishedComesBackWithANewAuthorityAndWhatIsServedStaysTrusted() {
    toRest();
    X509Certificate served = leaf();
    X509Certificate old = authority();
    steps.clear();
    stored = StoredCertificates.NONE;
    trustedSince = Optional.empty();

    assertEquals("AuthorityMade", step());
    assertNotEquals(old, authority());
    assertEquals(served, leaf());
    assertTrue(stored.trusted().contains(old));
    assertEquals("Publish 2", step());
    assertEquals("Wait", step());
    pass(SETTLING);
    toRest();
    assertNotEquals(served, leaf());
    assertTrue(Vouching.vouches(authority(), leaf()));
  }

  @Test
  void aVanishingSecretNeverMakesTheBundleGrowWithoutEnd() {
    for (int i = 0; i < 20; i++) {
      toRest();
      stored = StoredCertificates.NONE;
      trustedSince = Optional.empty();
    }
    toRest();
    assertEquals(StoredCertificates.MOST_TRUSTED, stored.trusted().size());
  }

  @Test
  void aDamagedCertificateIsPutBackAndNothingElseChanges() {
    toRest();
    X509Certificate served = leaf();
    StoredCertificates whole = stored;
    var texts = new java.util.HashMap<>(stored.texts());
    texts.put(StoredCertificates.CERTIFICATE, "hello");
    stored = StoredCertificates.read(texts);
    steps.clear();

    toRest();

    assertEquals(List.of("Restored", "Rest"), steps);
    assertEquals(served, leaf());
    assertEquals(whole.texts(), stored.texts());
  }

  @Test
  void otherNamesNeedAnotherCertificate() {
    toRest();
    var other = new Rotation(List.of("cgrant.elsewhere.svc"), LIFETIMES, SETTLING);
    pass(SETTLING);

    var step = assertInstanceOf(Step.Store.class, other.next(stored, before, trustedSince, now));

    assertTrue(step.why().contains("cgrant.elsewhere.svc"), step.why());
  }

  /// The one before had a clock that was a day ahead or behind.
  @Test
  void aClockThatIsADayOffMakesWhatIsValidEverywhere() {
    Instant real = now;
    now = real.plus(Duration.ofDays(1));
    toRest();
    assertFalse(leaf().getNotBefore().toInstant().isAfter(real));
    assertFalse(authority().getNotBefore().toInstant().isAfter(real));
    now = real;
    steps.clear();
    assertEquals("Rest", step());
    now = real.minus(Duration.ofHours(12));
    assertEquals("Rest", step());
  }

  @Test
  void whatIsNotValidYetIsReplacedByAClockThatIsRight() {
    Instant real = now;
    now = real.plus(Duration.ofDays(10));
    toRest();
    now = real;
    restart();
    steps.clear();
    toRest();
    assertEquals("AuthorityMade", steps.getFirst());
    assertFalse(leaf().getNotBefore().toInstant().isAfter(real));
  }

  /// Whoever takes over goes on where the one before stopped, at any step.
  @Test
  void aRestartAtAnyStepLeadsToTheSameEnd() {
    for (int stopped = 0; stopped < 8; stopped++) {
      stored = StoredCertificates.NONE;
      before = StoredCertificates.NONE;
      trustedSince = Optional.empty();
      toRest();
      pass(Duration.ofDays(1217));
      for (int i = 0; i < stopped; i++) {
        step();
      }
      restart();
      for (int i = 0; i < 4; i++) {
        toRest();
        pass(SETTLING);
      }
      assertEquals("Rest", step());
      assertTrue(Vouching.vouches(authority(), leaf()), "stopped after " + stopped);
      assertEquals(2, stored.trusted().size(), "stopped after " + stopped);
    }
  }

  private void restart() {
    before = StoredCertificates.NONE;
    trustedSince = Optional.empty();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private void toRest() {
    for (int i = 0; i < 10; i++) {
      String last = step();
      if (last.equals("Rest")) {
        return;
      }
      if (last.equals("Wait")) {
        pass(SETTLING);
      }
    }
    throw new AssertionError("no end: " + steps);
  }

  private String step() {
    Step next = ROTATION.next(stored, before, trustedSince, now);
    String word =
        switch (next) {
          case Step.Rest(Instant until) -> "Rest";
          case Step.Wait(Instant until) -> "Wait";
          case Step.Publish(var trusted) -> {
            trustedSince = Optional.of(now);
            yield "Publish " + trusted.size();
          }
          case Step.Store store -> {
            boolean isSame = store.next().trusted().equals(stored.trusted());
            stored = StoredCertificates.read(store.next().texts());
            trustedSince = isSame ? trustedSince : Optional.empty();
            yield store.change().name();
          }
        };
    before = stored.or(before, now);
    steps.add(word);
    return word;
  }

  private X509Certificate authority() {
    return stored.authority().orElseThrow().identity().leaf();
  }

  private X509Certificate leaf() {
    return stored.serving().orElseThrow().leaf();
  }
}
