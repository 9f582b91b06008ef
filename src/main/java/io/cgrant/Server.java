// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.admission.AuditEntry;
import io.cgrant.manifest.PolicyReader;
import io.cgrant.manifest.PolicyReading;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Policy;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.webhook.AdmissionEndpoint;
import io.cgrant.webhook.BodyBudget;
import io.cgrant.webhook.DecisionMeter;
import io.cgrant.webhook.LiveRead;
import io.cgrant.webhook.RehearsalSnapshots;
import io.cgrant.webhook.WarmUp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Opens the endpoints, and says when they are warm.
@ApplicationScoped
class Server {

  private static final Logger LOG = Logger.getLogger(Server.class);
  private static final Duration CERTIFICATE_CHECK = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final TlsIdentity identity;
  private final int rounds;
  private final WarmUp warmUp;
  private final String rehearsal = "/rehearsal-" + UUID.randomUUID();
  private final List<Route> rehearsalRoutes = new ArrayList<>();

  Server(
      Vertx vertx,
      @Identifier("cgrant") TlsIdentity identity,
      Configuration configuration,
      @ConfigProperty(name = "quarkus.http.ssl-port") int port) {
    this.vertx = vertx;
    this.identity = identity;
    this.rounds = configuration.warmUp().requests();
    this.warmUp = new WarmUp(vertx, port);
  }

  boolean isWarm() {
    return warmUp.isDone();
  }

  void open(
      @Observes Router router,
      SnapshotSource snapshots,
      Consumer<AuditEntry> audit,
      MeterRegistry registry) {
    var liveRead = new LiveRead(vertx);
    var bodies = BodyBudget.ofHeap();
    var meter = new DecisionMeter(registry);
    route(
        router,
        "/mutate",
        new AdmissionEndpoint(vertx, Ask.Phase.Mutate, snapshots, liveRead, bodies, audit, meter));
    route(
        router,
        "/validate",
        new AdmissionEndpoint(
            vertx, Ask.Phase.Validate, snapshots, liveRead, bodies, audit, meter));
    var stage = new RehearsalSnapshots(rehearsalPolicy());
    var unseen = new DecisionMeter(new SimpleMeterRegistry());
    for (Ask.Phase phase : List.of(Ask.Phase.Mutate, Ask.Phase.Validate)) {
      var endpoint =
          new AdmissionEndpoint(vertx, phase, stage, liveRead, bodies, entry -> {}, unseen);
      rehearsalRoutes.add(route(router, rehearsal + "/" + phase, endpoint));
    }
  }

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(
        CERTIFICATE_CHECK.toMillis(), timer -> vertx.executeBlocking(() -> refreshIdentity()));
    // The HTTPS port opens after this event.
    vertx.setTimer(1, timer -> rehearse());
  }

  private void rehearse() {
    List<String> paths = List.of(rehearsal + "/Mutate", rehearsal + "/Validate");
    warmUp
        .run(paths, resource("rehearsal-review.json"), rounds)
        .onSuccess(
            nothing -> {
              rehearsalRoutes.forEach(Route::remove);
              LOG.info("warm: reviews of its own came back through the HTTPS port");
            })
        .onFailure(
            e -> {
              LOG.debugf("warm-up: %s", e.getMessage());
              vertx.setTimer(50, timer -> rehearse());
            });
  }

  private Void refreshIdentity() {
    identity.refresh();
    return null;
  }

  private static Route route(Router router, String path, AdmissionEndpoint endpoint) {
    return router.route(path).handler(context -> endpoint.handle(context.request()));
  }

  private static Policy rehearsalPolicy() {
    try {
      var tree = new ObjectMapper().readTree(resource("rehearsal-policy.json"));
      return switch (PolicyReader.read(tree)) {
        case PolicyReading.Ready(var policy) -> policy;
        case PolicyReading.Invalid invalid ->
            throw new IllegalStateException("the policy of the warm-up: " + invalid.problems());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String name) {
    try (var resource = Server.class.getResourceAsStream(name)) {
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
