// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/// The certificates of a file, of which one must have signed the collector's.
public final class Authority {

  private final byte[] pem;

  /// @throws IllegalArgumentException when there is no such file, or it holds none
  public Authority(Path file) {
    try {
      pem = Files.readAllBytes(file);
      var factory = CertificateFactory.getInstance("X.509");
      if (factory.generateCertificates(new ByteArrayInputStream(pem)).isEmpty()) {
        throw new IllegalArgumentException(file + " holds no certificate");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be read: " + e, e);
    } catch (CertificateException e) {
      throw new IllegalArgumentException(file + " holds no certificates in PEM", e);
    }
  }

  byte[] pem() {
    return pem.clone();
  }
}
