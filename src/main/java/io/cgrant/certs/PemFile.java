// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
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

/// Keys and certificates as PEM files (RFC 7468). A key file is readable by its owner only.
final class PemFile {

  private PemFile() {}

  static List<X509Certificate> readCertificates(Path file) throws IOException {
    var found = new ArrayList<X509Certificate>();
    var converter = new JcaX509CertificateConverter();
    try (var parser = new PEMParser(Files.newBufferedReader(file))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof X509CertificateHolder holder) {
          found.add(converter.getCertificate(holder));
        }
      }
    } catch (java.security.cert.CertificateException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new IOException(file + ": holds no certificate");
    }
    return found;
  }

  static PrivateKey readKey(Path file) throws IOException {
    var converter = new JcaPEMKeyConverter();
    try (var parser = new PEMParser(Files.newBufferedReader(file))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof PEMKeyPair pair) {
          return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
        if (next instanceof PrivateKeyInfo info) {
          return converter.getPrivateKey(info);
        }
      }
    }
    throw new IOException(file + ": holds no private key");
  }

  /// As PKCS #8, which every reader understands.
  static void writeKey(Path file, PrivateKey key) throws IOException {
    write(file, new JcaPKCS8Generator(key, null));
  }

  static void writeCertificate(Path file, X509Certificate certificate) throws IOException {
    write(file, certificate);
  }

  private static void write(Path file, Object content) throws IOException {
    var text = new StringWriter();
    try (var pem = new JcaPEMWriter(text)) {
      pem.writeObject(content);
    }
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".new", ".pem", ownerOnly);
    Files.writeString(fresh, text.toString());
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
