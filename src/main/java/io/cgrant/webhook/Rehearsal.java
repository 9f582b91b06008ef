// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.policy.Ask;
import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.policy.Policy;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.reading.PolicyReader;
import io.cgrant.reading.PolicyReading;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Reviews of our own before the first real one: on routes that nobody can guess, of a cluster that
/// exists only there, neither counted nor logged. Afterwards the routes are gone.
public final class Rehearsal {

  private static final Logger LOG = Logger.getLogger(Rehearsal.class);

  /// Of what most rules are made: loops, optional fields, quantities.
  private static final String RULE =
      "object.spec.containers.all(c, has(c.name) && c.image.matches('^[a-z]')"
          + " && quantity(c.?resources.limits.memory.orValue('1Gi')).isLessThan(quantity('1Ei')))"
          + " && 'kubernetes.io/metadata.name' in namespaceObject.metadata.labels"
          + " && request.operation == 'CREATE'";

  /// Milliseconds until the port is tried again.
  private static final int PAUSE = 50;

  private final Vertx vertx;
  private final WarmUp.Extent extent;
  private final WarmUp warmUp;
  private final String prefix = "/rehearsal-" + UUID.randomUUID() + "/";
  private final List<Route> routes = new ArrayList<>();

  /// @param port where we listen with TLS
  /// @param identity with what we connect, where clients are asked for a certificate
  public Rehearsal(Vertx vertx, int port, WarmUp.Extent extent, Optional<KeyCertOptions> identity) {
    this.vertx = vertx;
    this.extent = extent;
    this.warmUp = new WarmUp(vertx, port, identity);
  }

  public boolean isOver() {
    return warmUp.isDone();
  }

  /// Adds the routes. To be called before [#begin].
  ///
  /// @param real whose policies tell what there is to rehearse
  /// @param unread as the real one, and not exposed
  public void open(
      Router router,
      SnapshotSource real,
      LiveReadPool liveRead,
      BodyRoom bodies,
      Tally unread,
      ExpressionCompiler compiler) {
    var stage =
        new RehearsalSnapshots(
            real, () -> policy(List.of(), compiler), () -> policy(List.of(RULE), compiler));
    for (Ask.Phase phase : List.of(Ask.Phase.Mutate, Ask.Phase.Validate)) {
      var endpoint =
          new AdmissionEndpoint(
              vertx, phase, stage, liveRead, bodies, entry -> {}, unread, Tracing.NONE);
      routes.add(
          router.route(prefix + phase).handler(context -> endpoint.handle(context.request())));
    }
  }

  /// Returns at once, and tries until the port listens.
  ///
  /// @param over called once, when it did
  public void begin(Runnable over) {
    List<String> paths = routes.stream().map(Route::getPath).toList();
    warmUp
        .run(paths, resource("rehearsal-review.json"), extent)
        .onSuccess(
            nothing -> {
              routes.forEach(Route::remove);
              over.run();
              LOG.info("warm: reviews of its own came back through the HTTPS port");
            })
        .onFailure(
            e -> {
              LOG.debugf("warm-up: %s", e.getMessage());
              vertx.setTimer(PAUSE, timer -> begin(over));
            });
  }

  private static Policy policy(List<String> rules, ExpressionCompiler compiler) {
    try {
      JsonNode tree = new ObjectMapper().readTree(resource("rehearsal-policy.json"));
      for (String rule : rules) {
        ((ObjectNode) tree.at("/spec/require"))
            .withArray("rules")
            .addObject()
            .put("name", "rehearsal")
            .put("expression", rule);
      }
      return switch (PolicyReader.read(tree, compiler)) {
        case PolicyReading.Ready(var policy, var warnings) -> policy;
        case PolicyReading.Invalid invalid ->
            throw new IllegalStateException("the policy of the warm-up: " + invalid.problems());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String name) {
    try (var resource = Rehearsal.class.getResourceAsStream(name)) {
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
