// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/// What keys and certificates have to do with each other.
final class Vouching {

  private static final byte[] ANYTHING = "cgrant".getBytes(StandardCharsets.UTF_8);

  private Vouching() {}

  static boolean vouches(X509Certificate authority, X509Certificate certificate) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
    try {
      String algorithm = "RSA".equals(key.getAlgorithm()) ? "SHA256withRSA" : "SHA256withECDSA";
      var signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(ANYTHING);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(ANYTHING);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// Whether it is for all of these names and addresses.
  static boolean covers(X509Certificate certificate, List<String> names) {
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives == null) {
        return names.isEmpty();
      }
      var found = new HashSet<String>();
      alternatives.forEach(each -> found.add(String.valueOf(each.get(1))));
      return found.containsAll(names);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
