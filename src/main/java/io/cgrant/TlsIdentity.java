// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.certs.CertificateAuthority;
import io.cgrant.certs.CertificateFolder;
import io.cgrant.certs.KeyedCertificate;
import io.cgrant.certs.LiveKeyManager;
import io.cgrant.trouble.Trouble;
import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.runtime.KeyStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/// Hands our certificate to the HTTPS port before it opens, and swaps it in place when it changes.
///
/// Quarkus' own reload drops connections that are being opened during the change; a key manager
/// that is asked at each handshake does not.
@ApplicationScoped
@Identifier("cgrant")
class TlsIdentity implements KeyStoreProvider {

  private static final Logger LOG = Logger.getLogger(TlsIdentity.class);

  private final CertificateFolder folder;
  private final List<String> names;
  private final boolean isShared;
  private final Trouble trouble = new Trouble(TlsIdentity.class);
  private volatile boolean isServing;
  private LiveKeyManager live;

  TlsIdentity(Configuration configuration) {
    isShared = configuration.tls().secret().isPresent();
    names = configuration.tls().names();
    folder =
        new CertificateFolder(
            configuration.tls().directory(), configuration.tls().names(), InstantSource.system());
  }

  @Override
  public KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
    try {
      live = new LiveKeyManager(isShared ? provisional() : folder.current());
      isServing = !isShared;
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      return new KeyStoreAndKeyCertOptions(store, KeyCertOptions.wrap(live));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no serving certificate ("
              + e.getMessage()
              + "); set cgrant.tls.directory to a folder that holds one, or where one can be made",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no serving certificate", e);
    }
  }

  /// For another port with the same certificate, once that of the webhook was made.
  KeyCertOptions options() {
    return KeyCertOptions.wrap(live);
  }

  /// Serves this from the next handshake on.
  void serve(KeyedCertificate next) {
    live.replaceWith(next);
    isServing = true;
    LOG.infof("serving certificate replaced; the new one ends %s", next.leaf().getNotAfter());
  }

  /// What is served. That it is what the API server trusts, [#isServing] says.
  KeyedCertificate current() {
    return live.current();
  }

  /// Whether what is served is what it is meant to be, and has not ended.
  boolean isServing() {
    return isServing && Instant.now().isBefore(live.current().leaf().getNotAfter().toInstant());
  }

  /// Until the Secret was read: nobody trusts it but our own warm-up.
  private KeyedCertificate provisional() {
    Instant now = Instant.now();
    return CertificateAuthority.create(now).issue(names, now);
  }

  /// Looks whether the folder holds another certificate, or ours is due. Keeps the old one when
  /// that fails.
  void refresh() {
    if (isShared) {
      return;
    }
    try {
      KeyedCertificate now = folder.current();
      if (!now.leaf().equals(live.current().leaf())) {
        serve(now);
      }
      trouble.isOver("the serving certificate can be read again");
    } catch (IOException | IllegalStateException e) {
      trouble.warn("serving certificate not renewed, the old one stays: " + e.getMessage());
    }
  }
}
