// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a certificate is to be replaced.
public final class Renewal {

  public enum Reason {
    Expired,
    NotYetValid,
    /// Two thirds of its life are over.
    Aging
  }

  private Renewal() {}

  public static Optional<Reason> due(X509Certificate certificate, Instant now) {
    Instant begins = certificate.getNotBefore().toInstant();
    Instant ends = certificate.getNotAfter().toInstant();
    if (now.isBefore(begins)) {
      return Optional.of(Reason.NotYetValid);
    }
    if (!now.isBefore(ends)) {
      return Optional.of(Reason.Expired);
    }
    return now.isBefore(dueAt(certificate)) ? Optional.empty() : Optional.of(Reason.Aging);
  }

  /// When two thirds of its life are over.
  public static Instant dueAt(X509Certificate certificate) {
    Instant begins = certificate.getNotBefore().toInstant();
    Instant ends = certificate.getNotAfter().toInstant();
    return begins.plus(Duration.between(begins, ends).multipliedBy(2).dividedBy(3));
  }
}
