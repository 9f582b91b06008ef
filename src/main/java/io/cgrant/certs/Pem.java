// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/// Keys and certificates as text (RFC 7468).
public final class Pem {

  private Pem() {}

  /// At least one.
  ///
  /// @throws IOException when there is none, or one that does not read
  static List<X509Certificate> certificates(String text) throws IOException {
    var found = new ArrayList<X509Certificate>();
    var converter = new JcaX509CertificateConverter();
    for (Object next : objects(text)) {
      if (next instanceof X509CertificateHolder holder) {
        try {
          found.add(converter.getCertificate(holder));
        } catch (CertificateException e) {
          throw new IOException("holds a certificate that does not read: " + e.getMessage(), e);
        }
      }
    }
    if (found.isEmpty()) {
      throw new IOException("holds no certificate");
    }
    return found;
  }

  /// The first.
  ///
  /// @throws IOException when there is none, or it does not read
  static PrivateKey key(String text) throws IOException {
    var converter = new JcaPEMKeyConverter();
    for (Object next : objects(text)) {
      if (next instanceof PEMKeyPair pair) {
        return converter.getPrivateKey(pair.getPrivateKeyInfo());
      }
      if (next instanceof PrivateKeyInfo info) {
        return converter.getPrivateKey(info);
      }
    }
    throw new IOException("holds no private key");
  }

  /// As PKCS #8, which every reader understands.
  public static String text(PrivateKey key) {
    try {
      return written(List.of(new JcaPKCS8Generator(key, null)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One after the other.
  public static String text(List<X509Certificate> certificates) {
    return written(certificates);
  }

  private static List<Object> objects(String text) throws IOException {
    var found = new ArrayList<>();
    try (var parser = new PEMParser(new StringReader(text))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        found.add(next);
      }
      return found;
    } catch (RuntimeException e) {
      // What is no Base64 or no DER.
      throw new IOException("is no PEM: " + e.getMessage(), e);
    }
  }

  private static String written(List<?> objects) {
    var text = new StringWriter();
    try (var pem = new JcaPEMWriter(text)) {
      for (Object each : objects) {
        pem.writeObject(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
