// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.file.FileTrouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// A client that trusts the authorities in one file and no others.
final class Trusting {

  static final Duration PATIENCE = Duration.ofSeconds(10);

  private Trusting() {}

  /// HTTP/1.1 over TLS.
  ///
  /// @throws JudgeUnreachable when the file holds no certificate
  static HttpClient client(Path caFile) {
    return client(trusting(caFile, managers -> managers));
  }

  /// The same, of a server whose certificate has another name than its address.
  ///
  /// @param name as the certificate has it
  /// @throws JudgeUnreachable when the file holds no certificate
  static HttpClient client(Path caFile, String name) {
    return client(
        trusting(
            caFile,
            managers ->
                Stream.of(managers)
                    .map(m -> new NamedTrust((X509TrustManager) m, name))
                    .toArray(TrustManager[]::new)));
  }

  private static HttpClient client(SSLContext trusting) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .sslContext(trusting)
        .build();
  }

  static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static SSLContext trusting(Path caFile, UnaryOperator<TrustManager[]> bent) {
    try {
      var pem = new ByteArrayInputStream(bytes(caFile));
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate ca : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca-" + number, ca);
        number++;
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, bent.apply(trust.getTrustManagers()), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new JudgeUnreachable(
          caFile + " cannot be read as a PEM certificate (" + reason(e) + "); check --ca-file");
    }
  }

  private static byte[] bytes(Path caFile) {
    try {
      return Files.readAllBytes(caFile);
    } catch (IOException e) {
      throw new JudgeUnreachable("--ca-file " + caFile + " " + FileTrouble.reading(e));
    }
  }
}
