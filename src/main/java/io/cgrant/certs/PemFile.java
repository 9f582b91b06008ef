// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// Keys and certificates as PEM files. A key file is readable by its owner only.
final class PemFile {

  private PemFile() {}

  static List<X509Certificate> readCertificates(Path file) throws IOException {
    String text = Files.readString(file);
    try {
      return Pem.certificates(text);
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  static PrivateKey readKey(Path file) throws IOException {
    String text = Files.readString(file);
    try {
      return Pem.key(text);
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  static void writeKey(Path file, PrivateKey key) throws IOException {
    write(file, Pem.text(key));
  }

  static void writeCertificate(Path file, X509Certificate certificate) throws IOException {
    write(file, Pem.text(List.of(certificate)));
  }

  private static void write(Path file, String text) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".new", ".pem", ownerOnly);
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
