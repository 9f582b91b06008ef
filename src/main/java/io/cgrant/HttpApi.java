// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.access.Callers;
import io.cgrant.access.Rights;
import io.cgrant.api.ApiDesk;
import io.cgrant.api.ApiEndpoint;
import io.cgrant.api.ApiServerPort;
import io.cgrant.api.Doorkeeper;
import io.cgrant.audit.Allowance;
import io.cgrant.metric.ApiMeter;
import io.cgrant.metric.Meters;
import io.cgrant.sweep.ClusterToday;
import io.cgrant.sweep.HolderPages;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Opens the port of the HTTP API where it is switched on. Where not, nothing of it is loaded.
@ApplicationScoped
class HttpApi {

  private static final Logger LOG = Logger.getLogger(HttpApi.class);

  /// Of tokens that were not seen before: so many at once, then so many in a second. Whoever makes
  /// tokens up has the API server asked about each.
  private static final int MOST_REVIEWS = 100;

  private static final Duration NEXT_REVIEW = Duration.ofMillis(20);

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
    if (configuration.enabled()) {
      port = Optional.of(opened());
      LOG.infof("the HTTP API listens on port %d", configuration.port());
    }
  }

  void stop(@Observes ShutdownEvent event) throws Exception {
    if (port.isPresent()) {
      port.get().close();
    }
  }

  private AutoCloseable opened() {
    if (hasFolder) {
      throw new IllegalArgumentException(
          "cgrant.api.enabled and cgrant.folder are both set, and without a cluster nobody knows who"
              + " calls: leave one of them out");
    }
    if (configuration.audiences().isEmpty()) {
      throw new IllegalArgumentException(
          "cgrant.api.audiences is empty, and a token for anybody else would do; name one");
    }
    var doorkeeper =
        new Doorkeeper(
            new Callers(
                client.get(), configuration.audiences(), new Reviews()::mayAsk, Stopwatch.RUNNING),
            new Rights(client.get(), Stopwatch.RUNNING));
    ClusterToday today = backend.today().orElseThrow();
    var desk =
        new ApiDesk(
            doorkeeper,
            new ApiDesk.Knowledge(
                backend.snapshots(),
                () -> backend.state().age(),
                new HolderPages(client.get(), today),
                today::policies));
    var meter = new ApiMeter(meters);
    return ApiServerPort.open(
        host,
        configuration.port(),
        identity.options(),
        vertx -> new ApiEndpoint(vertx, desk, meter));
  }

  private static final class Reviews {
    private final Allowance allowance =
        new Allowance(MOST_REVIEWS, NEXT_REVIEW, Stopwatch.RUNNING.instant());

    synchronized boolean mayAsk() {
      return allowance.take(Stopwatch.RUNNING.instant());
    }
  }
}
