// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.admission.AuditEntry;
import io.cgrant.connection.BoundedTransport;
import io.cgrant.metric.DecisionMeter;
import io.cgrant.metric.Meters;
import io.cgrant.policy.Ask;
import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.webhook.AdmissionEndpoint;
import io.cgrant.webhook.BodyRoom;
import io.cgrant.webhook.EndpointPath;
import io.cgrant.webhook.LiveReadPool;
import io.cgrant.webhook.PolicyEndpoint;
import io.cgrant.webhook.Rehearsal;
import io.cgrant.webhook.TemplateEndpoint;
import io.cgrant.webhook.Tracing;
import io.cgrant.webhook.WarmUp;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Opens the endpoints, and says when they are warm.
@ApplicationScoped
class Server {

  private static final Duration CERTIFICATE_CHECK = Duration.ofSeconds(10);

  /// How soon a new policy has series, and one that is gone has none.
  private static final Duration POLICIES_LOOKED_AT = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final TlsIdentity identity;
  private final ClientCertificates clients;
  private final Rehearsal rehearsal;
  private final WorkloadControllers controllers;

  Server(
      Vertx vertx,
      @Identifier("cgrant") TlsIdentity identity,
      ClientCertificates clients,
      Configuration configuration,
      @ConfigProperty(name = "quarkus.http.ssl-port") int port) {
    this.vertx = vertx;
    this.identity = identity;
    this.clients = clients;
    this.controllers = new WorkloadControllers(configuration.workloadControllers());
    Configuration.WarmUp warmUp = configuration.warmUp();
    var extent = new WarmUp.Extent(warmUp.requests(), warmUp.longest());
    this.rehearsal = new Rehearsal(vertx, port, extent, clients.rehearsing());
  }

  boolean isWarm() {
    return rehearsal.isOver();
  }

  void open(
      @Observes Router router,
      SnapshotSource snapshots,
      Consumer<AuditEntry> audit,
      DecisionMeter meter,
      Tracing tracing,
      ExpressionCompiler compiler) {
    BoundedTransport.insistOn(vertx);
    var liveRead = new LiveReadPool(vertx);
    var bodies = BodyRoom.ofHeap();
    route(
        router,
        EndpointPath.Mutate,
        new AdmissionEndpoint(
            vertx, Ask.Phase.Mutate, snapshots, liveRead, bodies, audit, meter, tracing));
    route(
        router,
        EndpointPath.Validate,
        new AdmissionEndpoint(
            vertx, Ask.Phase.Validate, snapshots, liveRead, bodies, audit, meter, tracing));
    route(
        router,
        EndpointPath.MutateTemplate,
        new TemplateEndpoint(vertx, snapshots, controllers, bodies, meter));
    route(router, EndpointPath.ValidatePolicy, new PolicyEndpoint(vertx, bodies, meter, compiler));
    BadRequests.answerOn(router);
    vertx.setPeriodic(
        POLICIES_LOOKED_AT.toMillis(),
        timer -> vertx.executeBlocking(() -> knowPolicies(snapshots, meter)));
    rehearsal.open(
        router, snapshots, liveRead, bodies, new DecisionMeter(Meters.unread()), compiler);
  }

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(
        CERTIFICATE_CHECK.toMillis(), timer -> vertx.executeBlocking(() -> refreshCertificates()));
    // The HTTPS port opens after this event.
    vertx.setTimer(1, timer -> rehearsal.begin(clients::rehearsed));
  }

  private static Void knowPolicies(SnapshotSource snapshots, DecisionMeter meter) {
    // Whose namespace it is makes no difference to the policies.
    meter.know(snapshots.current(""));
    return null;
  }

  private Void refreshCertificates() {
    identity.refresh();
    clients.refresh();
    return null;
  }

  private static void route(Router router, EndpointPath path, Handler<HttpServerRequest> endpoint) {
    router.route(path.path()).handler(context -> endpoint.handle(context.request()));
  }
}
