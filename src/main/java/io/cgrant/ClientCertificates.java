// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.certs.CertificateAuthority;
import io.cgrant.certs.ClientAuthority;
import io.cgrant.certs.KeyedCertificate;
import io.cgrant.certs.Pem;
import io.cgrant.metric.Meters;
import io.cgrant.trouble.Trouble;
import io.cgrant.webhook.WatchedHandshakes;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/// Where it is configured, the HTTPS port speaks to nobody without a certificate of an authority
/// and with a name that was given. Probes and metrics have a port of their own.
@ApplicationScoped
class ClientCertificates implements HttpServerOptionsCustomizer {

  private static final Logger LOG = Logger.getLogger(ClientCertificates.class);

  private final Optional<ClientAuthority> authority;
  private final Meters meters;
  private final Trouble trouble = new Trouble(ClientCertificates.class);

  ClientCertificates(Configuration configuration, Meters meters) {
    this.authority = authority(configuration.tls());
    this.meters = meters;
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    authority.ifPresent(
        trust -> {
          var refused = new RefusedClients(meters);
          options
              .setClientAuth(ClientAuth.REQUIRED)
              .setTrustOptions(TrustOptions.wrap(trust))
              .setSslEngineOptions(new WatchedHandshakes(refused::failed));
        });
  }

  /// With what our own warm-up may connect, until it is [#rehearsed]; empty where nobody is asked
  /// for a certificate. Its key is in this process only.
  Optional<KeyCertOptions> rehearsing() {
    return authority.map(
        trust -> {
          Instant now = Instant.now();
          KeyedCertificate own =
              CertificateAuthority.create(now).issue(List.of("warm-up.invalid"), now);
          trust.letIn(own.leaf());
          return new PemKeyCertOptions()
              .addKeyValue(Buffer.buffer(Pem.text(own.key())))
              .addCertValue(Buffer.buffer(Pem.text(own.chain())));
        });
  }

  void rehearsed() {
    authority.ifPresent(ClientAuthority::forgetOurs);
  }

  /// Looks whether the file holds other authorities. Keeps the old ones when that fails.
  void refresh() {
    authority.ifPresent(
        trust -> {
          try {
            if (trust.refresh()) {
              LOG.info("the authorities of client certificates were replaced");
            }
            trouble.isOver("the authorities of client certificates can be read again");
          } catch (IOException e) {
            trouble.warn("authorities of client certificates not read, the old ones stay: " + e);
          }
        });
  }

  private static Optional<ClientAuthority> authority(Configuration.Tls tls) {
    Set<String> names = tls.clientNames().orElse(Set.of());
    if (tls.clientAuthority().isEmpty()) {
      if (!names.isEmpty()) {
        throw new IllegalArgumentException(
            "cgrant.tls.client-names is set without cgrant.tls.client-authority, so nobody could"
                + " tell whose certificate it is: set both, or neither");
      }
      return Optional.empty();
    }
    Path file = tls.clientAuthority().get();
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "cgrant.tls.client-authority is set without cgrant.tls.client-names, and whoever has any"
              + " certificate of that authority could ask: set both, or neither");
    }
    try {
      return Optional.of(new ClientAuthority(file, names));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cgrant.tls.client-authority cannot be read: "
              + e
              + "; name a file of certificates (PEM)",
          e);
    }
  }
}
