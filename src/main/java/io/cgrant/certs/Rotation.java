// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which step comes next. Total, and without memory of its own: everything is read off the
/// certificates, so that any replica can go on where another stopped.
///
/// The order leaves no moment in which a replica serves what an API server does not trust:
/// 1. A new authority is stored, beside the one before. What is served stays.
/// 2. Both are published, and time passes until every API server has heard of it.
/// 3. The new authority signs a certificate.
/// 4. The one before is dropped once nothing that it ever signed is still valid. Then no replica
///    can serve such a certificate, however long it was cut off.
///
/// @param names what a serving certificate is for
/// @param settling how long step 2 takes after the publication was first seen
public record Rotation(List<String> names, Lifetimes lifetimes, Duration settling) {

  public Rotation {
    names = List.copyOf(names);
  }

  /// @param stored as it was read
  /// @param before what this replica last saw that was any good
  /// @param trustedSince since when exactly the stored authorities are published; empty when they
  ///     are not
  public Step next(
      StoredCertificates stored,
      StoredCertificates before,
      Optional<Instant> trustedSince,
      Instant now) {
    StoredCertificates known = stored.or(before, now);
    if (known.authority().isEmpty()) {
      return newAuthority(known, "there is no authority that could sign", now);
    }
    var authority = known.authority().get();
    Optional<Renewal.Reason> ends = Renewal.due(authority.identity().leaf(), now);
    if (ends.isPresent()) {
      return newAuthority(known, "the authority is " + words(ends.get()), now);
    }
    if (!stored.problems().isEmpty() || !known.texts().equals(stored.texts())) {
      return new Step.Store(known, Step.Change.Restored, "what is stored was damaged");
    }
    List<X509Certificate> needed = needed(known, now);
    if (needed.size() < known.trusted().size()) {
      return new Step.Store(
          known.trusting(needed),
          Step.Change.AuthorityDropped,
          "nothing that it signed is valid any more");
    }
    if (trustedSince.isEmpty()) {
      return new Step.Publish(known.trusted());
    }
    return certificate(known, authority, trustedSince.get().plus(settling), now);
  }

  private Step.Store newAuthority(StoredCertificates known, String why, Instant now) {
    return new Step.Store(
        known.under(CertificateAuthority.create(now, lifetimes), now),
        Step.Change.AuthorityMade,
        why);
  }

  private Step certificate(
      StoredCertificates known, CertificateAuthority authority, Instant settled, Instant now) {
    Optional<String> reason = reason(known, authority, now);
    if (reason.isEmpty()) {
      return new Step.Rest(nextDue(known, authority));
    }
    // What nobody can use need not be waited for.
    boolean isOfUse =
        known.serving().filter(s -> StoredCertificates.isValid(s.leaf(), now)).isPresent();
    if (isOfUse && now.isBefore(settled)) {
      return new Step.Wait(settled);
    }
    return new Step.Store(
        known.serving(authority.issue(names, now, lifetimes)),
        Step.Change.CertificateIssued,
        reason.get());
  }

  private static Instant nextDue(StoredCertificates known, CertificateAuthority authority) {
    Instant authorityDue = Renewal.dueAt(authority.identity().leaf());
    return known
        .serving()
        .map(s -> Renewal.dueAt(s.leaf()))
        .filter(leafDue -> leafDue.isBefore(authorityDue))
        .orElse(authorityDue);
  }

  private Optional<String> reason(
      StoredCertificates known, CertificateAuthority authority, Instant now) {
    if (known.serving().isEmpty()) {
      return Optional.of("there is none");
    }
    X509Certificate leaf = known.serving().get().leaf();
    Optional<Renewal.Reason> due = Renewal.due(leaf, now);
    if (due.isPresent()) {
      return Optional.of("the one before is " + words(due.get()));
    }
    if (!Vouching.vouches(authority.identity().leaf(), known.serving().get().chain().getLast())) {
      return Optional.of("another authority signed the one before");
    }
    if (!Vouching.covers(leaf, names)) {
      return Optional.of("the one before is for other names than " + names);
    }
    return Optional.empty();
  }

  /// The authority itself, and each before it until whatever it signed has ended: it signed nothing
  /// after the next one was made.
  private List<X509Certificate> needed(StoredCertificates known, Instant now) {
    var needed = new ArrayList<X509Certificate>();
    List<X509Certificate> trusted = known.trusted();
    for (int i = 0; i < trusted.size(); i++) {
      X509Certificate each = trusted.get(i);
      boolean vouches =
          known.serving().filter(s -> StoredCertificates.isValid(s.leaf(), now)).stream()
              .anyMatch(s -> Vouching.vouches(each, s.chain().getLast()));
      if (i == 0
          || vouches
          || !StoredCertificates.hasEnded(each, now) && !isPast(trusted.get(i - 1), now)) {
        needed.add(each);
      }
    }
    return needed;
  }

  /// Whether nothing that was signed before this one was made can still be valid.
  private boolean isPast(X509Certificate successor, Instant now) {
    Instant made = successor.getNotBefore().toInstant().plus(lifetimes.backdated());
    return now.isAfter(made.plus(lifetimes.leaf()).plusSeconds(1));
  }

  private static String words(Renewal.Reason reason) {
    return switch (reason) {
      case Expired -> "expired";
      case NotYetValid -> "not valid yet; look at the clocks of the nodes";
      case Aging -> "two thirds through its life";
    };
  }
}
