// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.cgrant.cel.CelCompiler;
import io.cgrant.connection.HeldPort;
import io.cgrant.metric.DecisionMeter;
import io.cgrant.metric.Meters;
import io.cgrant.policy.Evaluation;
import io.cgrant.policy.Expression;
import io.cgrant.policy.ExpressionCompiler.Compilation;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.Written;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SelfSignedCertificate;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RehearsalTest {

  private static final int ROUNDS = 2;
  private static final int CONNECTIONS = 4;
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final WarmUp.Extent EXTENT = new WarmUp.Extent(ROUNDS, LONG);

  private final HeldPort held = new HeldPort();
  private final Vertx vertx = Vertx.vertx();
  private final SelfSignedCertificate certificate = SelfSignedCertificate.create();
  private final Router router = Router.router(vertx);
  private final ConcurrentHashMap<String, Integer> asked = new ConcurrentHashMap<>();
  private final AtomicInteger connections = new AtomicInteger();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    certificate.delete();
    held.close();
  }

  @Test
  void isOverWhenBothEndpointsHaveAnsweredThroughThePortAndLeavesNoRoute() {
    int port = held.number();
    listen(port);
    Rehearsal rehearsal = counted(port, EXTENT);
    await().until(rehearsal::isOver);
    assertEquals(Set.of(ROUNDS * CONNECTIONS), Set.copyOf(asked.values()), asked::toString);
    assertEquals(2, asked.size(), asked::toString);
    await().until(() -> router.getRoutes().size() == 1);
  }

  /// A try may find some connections refused and others made: how many it asked is not told.
  @Test
  void triesAgainUntilThePortListens() {
    int port = held.number();
    Rehearsal rehearsal = counted(port, EXTENT);
    assertFalse(rehearsal.isOver(), "nothing listens yet");

    listen(port);
    await().until(rehearsal::isOver);
    assertEquals(2, asked.size(), asked::toString);
  }

  /// Handshakes have to be warm too. A request that waits for its new connection may be served by
  /// one that another gave back; then the new one is left over.
  @Test
  void connectsAnewAfterEachFourRequests() {
    int port = held.number();
    listen(port);
    Rehearsal rehearsal = counted(port, new WarmUp.Extent(10, LONG));
    await().until(rehearsal::isOver);
    int ended = CONNECTIONS * 2 * 10 / 4;
    int made = connections.get();
    assertTrue(made >= ended && made <= ended + CONNECTIONS, made + " connections");
  }

  @Test
  void endsWhenItsTimeIsUpOnceEachEndpointHasAnsweredOnEachConnection() {
    int port = held.number();
    listen(port);
    Rehearsal rehearsal = counted(port, new WarmUp.Extent(1_000_000, Duration.ZERO));
    await().until(rehearsal::isOver);
    assertEquals(Set.of(CONNECTIONS), Set.copyOf(asked.values()), asked::toString);
    assertEquals(2, asked.size(), asked::toString);
  }

  @Test
  void rehearsesExpressionsWhereAPolicyHasThem() {
    int port = held.number();
    var rehearsal = new Rehearsal(vertx, port, EXTENT, Optional.empty());
    var evaluated = new AtomicInteger();
    Expression expression =
        facts -> {
          evaluated.incrementAndGet();
          return Evaluation.TRUE;
        };
    Policy ruled = Worlds.ruledBy(Worlds.policy("ruled"), Written.rule("rule", expression));
    rehearsal.open(
        router,
        new Told(() -> Worlds.with(ruled)),
        new LiveReadPool(vertx),
        BodyRoom.ofHeap(),
        new DecisionMeter(Meters.unread()),
        text ->
            new CelCompiler().compile(text) instanceof Compilation.Compiled
                ? new Compilation.Compiled(expression)
                : fail("the rule of the rehearsal does not compile: " + text));
    rehearsal.begin(() -> {});
    listen(port);
    await().until(rehearsal::isOver);
    assertTrue(evaluated.get() >= 2 * ROUNDS * CONNECTIONS, evaluated::toString);
  }

  private Rehearsal counted(int port, WarmUp.Extent extent) {
    router
        .route()
        .handler(
            context -> {
              asked.merge(context.request().path(), 1, Integer::sum);
              context.next();
            });
    var rehearsal = new Rehearsal(vertx, port, extent, Optional.empty());
    rehearsal.open(
        router,
        new Told(() -> Worlds.with(Worlds.policy("plain"))),
        new LiveReadPool(vertx),
        BodyRoom.ofHeap(),
        new DecisionMeter(Meters.unread()),
        text -> fail("no policy has an expression, but " + text + " is compiled"));
    rehearsal.begin(() -> {});
    return rehearsal;
  }

  private void listen(int port) {
    var options =
        new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions());
    vertx
        .createHttpServer(options)
        .requestHandler(router)
        .connectionHandler(connection -> connections.incrementAndGet())
        .listen(port, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }
}
