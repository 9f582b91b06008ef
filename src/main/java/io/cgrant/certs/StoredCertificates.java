// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What all replicas share: who signs, whom the API server shall trust, and what is served. Each
/// part as far as it is any good.
///
/// @param authority signs from now on
/// @param trusted `caBundle`: the authority first, then the ones before it
/// @param serving one of the trusted vouches for it
/// @param problems what is stored and no good, one sentence each
public record StoredCertificates(
    Optional<CertificateAuthority> authority,
    List<X509Certificate> trusted,
    Optional<KeyedCertificate> serving,
    List<String> problems) {

  public static final String TRUSTED = "ca.crt";
  public static final String AUTHORITY_KEY = "ca.key";
  public static final String CERTIFICATE = "tls.crt";
  public static final String KEY = "tls.key";

  /// All of ours.
  public static final List<String> KEYS = List.of(TRUSTED, AUTHORITY_KEY, CERTIFICATE, KEY);

  public static final StoredCertificates NONE =
      new StoredCertificates(Optional.empty(), List.of(), Optional.empty(), List.of());

  /// A bundle is read at every handshake, and somebody may delete the Secret every minute.
  static final int MOST_TRUSTED = 8;

  public StoredCertificates {
    trusted = List.copyOf(trusted);
    problems = List.copyOf(problems);
  }

  /// @param texts PEM by key; keys that are not ours are passed over
  public static StoredCertificates read(Map<String, String> texts) {
    var problems = new ArrayList<String>();
    List<X509Certificate> trusted = trusted(texts, problems);
    Optional<CertificateAuthority> authority = authority(texts, trusted, problems);
    Optional<KeyedCertificate> serving = serving(texts, trusted, problems);
    return new StoredCertificates(
        authority, ordered(authority, trusted.stream()), serving, problems);
  }

  /// As it is stored.
  public Map<String, String> texts() {
    var texts = new LinkedHashMap<String, String>();
    if (!trusted.isEmpty()) {
      texts.put(TRUSTED, Pem.text(trusted));
    }
    authority.ifPresent(a -> texts.put(AUTHORITY_KEY, Pem.text(a.identity().key())));
    serving.ifPresent(
        s -> {
          texts.put(CERTIFICATE, Pem.text(s.chain()));
          texts.put(KEY, Pem.text(s.key()));
        });
    return texts;
  }

  /// What is missing or no good here as it was before, as far as it is valid: whom to trust, and
  /// what is served. A lost authority stays lost: deleting the Secret is a way to a new one.
  public StoredCertificates or(StoredCertificates before, Instant now) {
    Optional<KeyedCertificate> kept =
        serving.isPresent() ? serving : before.serving.filter(s -> isValid(s.leaf(), now));
    boolean isWhole = serving.isPresent() && !trusted.isEmpty();
    Stream<X509Certificate> others = isWhole ? Stream.of() : before.trusted.stream();
    List<X509Certificate> all = joined(trusted, others.filter(c -> !hasEnded(c, now)).toList());
    return new StoredCertificates(authority, all, vouchedFor(kept, all), List.of());
  }

  /// A new authority signs; the ones before stay trusted as long as they are valid.
  StoredCertificates under(CertificateAuthority next, Instant now) {
    Stream<X509Certificate> valid = trusted.stream().filter(c -> !hasEnded(c, now));
    return new StoredCertificates(Optional.of(next), List.of(), serving, List.of())
        .trusting(ordered(Optional.of(next), valid));
  }

  /// What nobody trusts is not served either.
  StoredCertificates trusting(List<X509Certificate> others) {
    return new StoredCertificates(authority, others, vouchedFor(serving, others), List.of());
  }

  StoredCertificates serving(KeyedCertificate next) {
    return new StoredCertificates(authority, trusted, Optional.of(next), List.of());
  }

  private static List<X509Certificate> trusted(Map<String, String> texts, List<String> problems) {
    try {
      return Pem.certificates(text(texts, TRUSTED));
    } catch (IOException e) {
      problems.add(TRUSTED + " " + e.getMessage());
      return List.of();
    }
  }

  private static Optional<CertificateAuthority> authority(
      Map<String, String> texts, List<X509Certificate> trusted, List<String> problems) {
    try {
      var key = Pem.key(text(texts, AUTHORITY_KEY));
      for (X509Certificate each : trusted) {
        if (each.getBasicConstraints() >= 0 && Vouching.belongTogether(key, each)) {
          return Optional.of(new CertificateAuthority(new KeyedCertificate(key, List.of(each))));
        }
      }
      problems.add(AUTHORITY_KEY + " belongs to no authority in " + TRUSTED);
    } catch (IOException e) {
      problems.add(AUTHORITY_KEY + " " + e.getMessage());
    }
    return Optional.empty();
  }

  /// Absent without a word where there is none yet: whom to trust is stored first.
  private static Optional<KeyedCertificate> serving(
      Map<String, String> texts, List<X509Certificate> trusted, List<String> problems) {
    if (!texts.containsKey(CERTIFICATE) && !texts.containsKey(KEY)) {
      return Optional.empty();
    }
    try {
      List<X509Certificate> chain = Pem.certificates(text(texts, CERTIFICATE));
      var key = Pem.key(text(texts, KEY));
      if (!Vouching.belongTogether(key, chain.getFirst())) {
        problems.add(KEY + " does not belong to " + CERTIFICATE);
        return Optional.empty();
      }
      Optional<KeyedCertificate> found =
          vouchedFor(Optional.of(new KeyedCertificate(key, chain)), trusted);
      if (found.isEmpty()) {
        problems.add("no authority in " + TRUSTED + " vouches for " + CERTIFICATE);
      }
      return found;
    } catch (IOException e) {
      problems.add(CERTIFICATE + " or " + KEY + " " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<KeyedCertificate> vouchedFor(
      Optional<KeyedCertificate> serving, List<X509Certificate> trusted) {
    return serving.filter(
        s -> trusted.stream().anyMatch(t -> Vouching.vouches(t, s.chain().getLast())));
  }

  static boolean isValid(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant()) && !hasEnded(certificate, now);
  }

  static boolean hasEnded(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotAfter().toInstant());
  }

  private static String text(Map<String, String> texts, String key) throws IOException {
    String text = texts.get(key);
    if (text == null) {
      throw new IOException("is missing");
    }
    return text;
  }

  private static List<X509Certificate> ordered(
      Optional<CertificateAuthority> authority, Stream<X509Certificate> others) {
    return joined(authority.map(a -> a.identity().chain()).orElse(List.of()), others.toList());
  }

  private static List<X509Certificate> joined(
      List<X509Certificate> first, List<X509Certificate> then) {
    var all = new LinkedHashSet<>(first);
    all.addAll(then);
    return all.stream().limit(MOST_TRUSTED).toList();
  }
}
