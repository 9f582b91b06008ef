// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.certs.CertificateFolder;
import io.cgrant.certs.KeyedCertificate;
import io.cgrant.certs.LiveKeyManager;
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
import java.time.InstantSource;
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
  private LiveKeyManager live;

  TlsIdentity(Configuration configuration) {
    folder =
        new CertificateFolder(
            configuration.tls().directory(), configuration.tls().names(), InstantSource.system());
  }

  @Override
  public KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
    try {
      KeyedCertificate first = folder.current();
      live = new LiveKeyManager(first);
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

  /// Looks whether the folder holds another certificate, or ours is due. Keeps the old one when
  /// that fails.
  void refresh() {
    try {
      KeyedCertificate now = folder.current();
      if (!now.leaf().equals(live.current().leaf())) {
        live.replaceWith(now);
        LOG.infof("serving certificate replaced; the new one ends %s", now.leaf().getNotAfter());
      }
    } catch (IOException | IllegalStateException e) {
      LOG.errorf("serving certificate not renewed, the old one stays: %s", e.getMessage());
    }
  }
}
