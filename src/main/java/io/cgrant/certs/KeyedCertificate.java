// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A private key and the chain that vouches for it, leaf first.
public record KeyedCertificate(PrivateKey key, List<X509Certificate> chain) {

  public KeyedCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a chain has at least one certificate");
    }
  }

  public X509Certificate leaf() {
    return chain.getFirst();
  }
}
