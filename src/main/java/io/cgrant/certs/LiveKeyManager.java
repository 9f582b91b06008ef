// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.certs;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/// Gives the TLS layer the certificate that is current at each handshake, so that it can change
/// without a restart.
///
/// A handshake asks several times: first for an alias, then for what it stands for. The alias
/// carries a generation, and the last few stay known, so that changes in between never leave a
/// handshake with half of each.
public final class LiveKeyManager extends X509ExtendedKeyManager {

  private static final String EC = "EC";

  /// How many changes a handshake may take.
  private static final int REMEMBERED = 8;

  /// Newest first.
  private volatile List<Generation> generations;

  public LiveKeyManager(KeyedCertificate first) {
    generations = List.of(new Generation(0, first));
  }

  public synchronized void replaceWith(KeyedCertificate next) {
    var fresh = new Generation(newest().number() + 1, next);
    generations = Stream.concat(Stream.of(fresh), generations.stream()).limit(REMEMBERED).toList();
  }

  public KeyedCertificate current() {
    return newest().certificate();
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return chooseServerAlias(keyType, issuers, null);
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    Generation now = newest();
    return now.certificate().key().getAlgorithm().equals(keyType) || isEc(keyType, now)
        ? now.alias()
        : null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    KeyedCertificate named = named(alias);
    return named == null ? null : named.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    KeyedCertificate named = named(alias);
    return named == null ? null : named.key();
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    String alias = chooseServerAlias(keyType, issuers, null);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return null;
  }

  private static boolean isEc(String keyType, Generation generation) {
    return keyType.startsWith(EC) && generation.certificate().key().getAlgorithm().startsWith(EC);
  }

  private Generation newest() {
    return generations.getFirst();
  }

  private KeyedCertificate named(String alias) {
    for (Generation generation : generations) {
      if (generation.alias().equals(alias)) {
        return generation.certificate();
      }
    }
    return null;
  }

  private record Generation(long number, KeyedCertificate certificate) {
    String alias() {
      return "cgrant-" + number;
    }
  }
}
