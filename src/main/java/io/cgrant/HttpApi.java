// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.metric.Meters;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Opens the port of the HTTP API where it is switched on. Where not, nothing of it is loaded, so
/// this names no class of it but the one that opens.
@ApplicationScoped
class HttpApi {

  private static final Logger LOG = Logger.getLogger(HttpApi.class);

  private final Configuration.Api configuration;
  private final boolean hasFolder;
  private final String host;
  private final TlsIdentity identity;
  private final Backend backend;
  private final Instance<KubernetesClient> client;
  private final Meters meters;
  private Optional<AutoCloseable> port = Optional.empty();

  HttpApi(
      Configuration configuration,
      @ConfigProperty(name = "quarkus.http.host") String host,
      @Identifier("cgrant") TlsIdentity identity,
      Backend backend,
      Instance<KubernetesClient> client,
      Meters meters) {
    this.configuration = configuration.api();
    this.hasFolder = configuration.folder().isPresent();
    this.host = host;
    this.identity = identity;
    this.backend = backend;
    this.client = client;
    this.meters = meters;
  }

  void start(@Observes StartupEvent event) {
    if (!configuration.enabled()) {
      return;
    }
    if (hasFolder) {
      throw new IllegalArgumentException(
          "cgrant.api.enabled and cgrant.folder are both set, and without a cluster nobody knows who"
              + " calls: leave one of them out");
    }
    port =
        Optional.of(
            HttpApiOpening.open(configuration, host, identity, backend, client.get(), meters));
    LOG.infof("the HTTP API listens on port %d", configuration.port());
  }

  void stop(@Observes ShutdownEvent event) throws Exception {
    if (port.isPresent()) {
      port.get().close();
    }
  }
}
