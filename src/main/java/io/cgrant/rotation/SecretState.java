// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import io.cgrant.certs.StoredCertificates;
import java.security.cert.X509Certificate;
import java.time.Instant;

/// What this replica last found where the certificates are kept.
public enum SecretState {
  /// The certificate there is served.
  Good,
  /// There is no Secret, or no certificate in it yet.
  Missing,
  /// A key or certificate in it is no good.
  Damaged,
  /// Its certificate has ended, by this machine's clock.
  Expired,
  /// Its certificate begins later, by this machine's clock.
  NotYetValid,
  /// The API server did not answer, or does not allow it.
  Unreachable;

  static SecretState of(StoredCertificates stored, Instant now) {
    if (!stored.problems().isEmpty()) {
      return Damaged;
    }
    if (stored.serving().isEmpty()) {
      return Missing;
    }
    X509Certificate leaf = stored.serving().get().leaf();
    if (now.isBefore(leaf.getNotBefore().toInstant())) {
      return NotYetValid;
    }
    return now.isBefore(leaf.getNotAfter().toInstant()) ? Good : Expired;
  }
}
