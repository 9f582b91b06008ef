// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import io.cgrant.doctor.ClusterFacts.Authority;
import io.cgrant.doctor.ClusterFacts.CaBundle;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/// Reads a `caBundle`: PEM certificates in Base64.
final class CaBundles {

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

  private CaBundles() {}

  /// @param base64 as it stands in a webhook; empty where it is left out
  static CaBundle read(String base64) {
    if (base64.isEmpty()) {
      return new CaBundle.Missing();
    }
    try {
      byte[] pem = Base64.getDecoder().decode(base64);
      if (!new String(pem, StandardCharsets.UTF_8).contains(BEGIN)) {
        return new CaBundle.Unreadable("it holds no PEM certificate");
      }
      var certificates = new ArrayList<X509Certificate>();
      for (var one :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        certificates.add((X509Certificate) one);
      }
      return of(certificates);
    } catch (IllegalArgumentException e) {
      return new CaBundle.Unreadable("it is no Base64");
    } catch (CertificateException e) {
      return new CaBundle.Unreadable("a certificate in it cannot be parsed");
    }
  }

  private static CaBundle of(List<X509Certificate> certificates)
      throws CertificateEncodingException {
    var prints = new TreeSet<String>();
    var authorities = new ArrayList<Authority>();
    for (X509Certificate certificate : certificates) {
      prints.add(fingerprint(certificate.getEncoded()));
      authorities.add(
          new Authority(
              certificate.getSubjectX500Principal().getName(),
              certificate.getNotBefore().toInstant(),
              certificate.getNotAfter().toInstant()));
    }
    return new CaBundle.Authorities(authorities, String.join(",", prints));
  }

  private static String fingerprint(byte[] der) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java machine has SHA-256", e);
    }
  }
}
