// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.security.cert.CertificateException;

/// A client is turned away by TLS, and why.
public final class ClientRefused extends CertificateException {
  private static final long serialVersionUID = 1L;

  /// What was wrong with it.
  public enum Cause {
    /// It sent no certificate.
    Missing,
    /// No authority that we were told of vouches for its certificate now.
    Untrusted,
    /// Its certificate is good, and names none of those who may ask.
    WrongName
  }

  private final Cause cause;

  ClientRefused(Cause cause, String message) {
    super(message);
    this.cause = cause;
  }

  /// Not to be taken for [#getCause].
  public Cause refusal() {
    return cause;
  }
}
