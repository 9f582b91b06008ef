// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// What is to be done next about the certificates that all replicas share.
public sealed interface Step {

  /// Nothing, until something becomes due.
  record Rest(Instant until) implements Step {}

  /// Nothing before then, though something is due.
  record Wait(Instant until) implements Step {}

  /// The API server is to trust these, and no others.
  record Publish(List<X509Certificate> trusted) implements Step {}

  /// @param why a sentence for the log
  record Store(StoredCertificates next, Change change, String why) implements Step {}

  /// How what is stored becomes something else.
  enum Change {
    /// A new authority signs from now on. What is served stays.
    AuthorityMade,
    /// What was no good is as it was before.
    Restored,
    /// An authority is trusted no longer.
    AuthorityDropped,
    /// A new certificate is served.
    CertificateIssued
  }
}
