// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// New connections to replicas, verified as an API server does: by the name of the Service and by
/// what it was told to trust. May be used by several threads.
final class Handshakes {

  private static final String NAME = "cgrant.cgrant.svc";
  private static final int LONGEST = 5_000;

  private final AtomicInteger done = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Set<String> certificates = ConcurrentHashMap.newKeySet();

  void with(int port, String trusted) {
    open(port, trusted).ifPresent(Handshakes::closeQuietly);
  }

  /// A connection to be kept; empty when there is none, which is among the failures then.
  Optional<SSLSocket> open(int port, String trusted) {
    var plain = new Socket();
    try {
      SSLContext context = trusting(trusted);
      plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LONGEST);
      plain.setSoTimeout(LONGEST);
      plain.setTcpNoDelay(true);
      var tls = (SSLSocket) context.getSocketFactory().createSocket(plain, NAME, port, true);
      var parameters = tls.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(NAME)));
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      var leaf = (X509Certificate) tls.getSession().getPeerCertificates()[0];
      certificates.add(leaf.getSerialNumber().toString());
      done.incrementAndGet();
      return Optional.of(tls);
    } catch (IOException | GeneralSecurityException e) {
      closeQuietly(plain);
      failures.add(java.time.Instant.now() + " port " + port + ": " + e);
      return Optional.empty();
    }
  }

  int done() {
    return done.get();
  }

  List<String> failures() {
    return failures;
  }

  /// How many different ones were served.
  int certificates() {
    return certificates.size();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It has shown what it was opened for.
      Thread.yield();
    }
  }

  private static SSLContext trusting(String pem) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))) {
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + number++, each);
      }
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
