// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Semaphore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

class LiveKeyManagerTest {

  /// In the time of one handshake, far more often than anybody would. One more may be under way
  /// when it begins, and so many are remembered.
  private static final int CHANGES = 6;

  private final CertificateAuthority authority = CertificateAuthority.create(Instant.now());

  @Test
  void aHandshakeUnderWayKeepsBothHalvesOfItsCertificate() {
    KeyedCertificate first = certificate();
    var live = new LiveKeyManager(first);
    String alias = live.chooseServerAlias("EC", null, null);

    live.replaceWith(certificate());

    assertEquals(first.key(), live.getPrivateKey(alias));
    assertArrayEquals(new X509Certificate[] {first.leaf()}, live.getCertificateChain(alias));
    for (int i = 0; i < 7; i++) {
      live.replaceWith(certificate());
    }
    assertNull(live.getPrivateKey(alias));
  }

  @Test
  void offersOnlyTheKindOfKeyItHas() {
    assertNull(new LiveKeyManager(certificate()).chooseServerAlias("RSA", null, null));
  }

  /// A connection each, real TLS with the authority verified, while the certificate changes all the
  /// time.
  @Test
  void noConnectionFailsWhileTheCertificateChanges() throws Exception {
    var live = new LiveKeyManager(certificate());
    var serverContext = SSLContext.getInstance("TLS");
    serverContext.init(new KeyManager[] {live}, null, null);
    var seen = new HashSet<X509Certificate>();
    var due = new Semaphore(0);
    var made = new Semaphore(0);
    try (var server =
        (SSLServerSocket) serverContext.getServerSocketFactory().createServerSocket(0)) {
      Thread.ofVirtual().start(() -> serve(server));
      Thread changing = Thread.ofPlatform().start(() -> change(live, due, made));
      for (int i = 0; i < 200; i++) {
        due.drainPermits();
        made.drainPermits();
        due.release(CHANGES);
        seen.add(connect(server.getLocalPort()));
        // Some of them during the handshake, the others before the next.
        made.acquire();
      }
      changing.interrupt();
      changing.join();
    }
    assertTrue(seen.size() > 1, "the certificate changed while connections were made");
  }

  private void change(LiveKeyManager live, Semaphore due, Semaphore made) {
    try {
      while (true) {
        due.acquire();
        live.replaceWith(certificate());
        made.release();
      }
    } catch (InterruptedException e) {
      // No more connections are made.
      Thread.currentThread().interrupt();
    }
  }

  private static void serve(SSLServerSocket server) {
    while (!server.isClosed()) {
      try (var socket = (SSLSocket) server.accept()) {
        socket.startHandshake();
        socket.getOutputStream().write(1);
      } catch (java.io.IOException e) {
        // The client that saw the failure fails the test.
      }
    }
  }

  private X509Certificate connect(int port) throws Exception {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority.identity().leaf());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      assertEquals(1, socket.getInputStream().read());
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private KeyedCertificate certificate() {
    return authority.issue(List.of("localhost"), Instant.now());
  }
}
