// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.cgrant.cel.CelCompiler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SelfSignedCertificate;
import io.vertx.ext.web.Router;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RehearsalTest {

  private static final int ROUNDS = 2;
  private static final int CONNECTIONS = 4;

  private final Vertx vertx = Vertx.vertx();
  private final SelfSignedCertificate certificate = SelfSignedCertificate.create();
  private final Router router = Router.router(vertx);
  private final ConcurrentHashMap<String, Integer> asked = new ConcurrentHashMap<>();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    certificate.delete();
  }

  @Test
  void isOverWhenBothEndpointsHaveAnsweredThroughThePortAndLeavesNoRoute() throws Exception {
    int port = freePort();
    router
        .route()
        .handler(
            context -> {
              asked.merge(context.request().path(), 1, Integer::sum);
              context.next();
            });
    var rehearsal = new Rehearsal(vertx, port, ROUNDS);
    rehearsal.open(router, new LiveRead(vertx), BodyBudget.ofHeap(), new CelCompiler());
    rehearsal.begin();
    assertFalse(rehearsal.isOver(), "nothing listens yet");

    listen(port);
    await().until(rehearsal::isOver);
    assertEquals(Set.of(ROUNDS * CONNECTIONS), Set.copyOf(asked.values()), asked::toString);
    assertEquals(2, asked.size(), asked::toString);
    await().until(() -> router.getRoutes().size() == 1);
  }

  private void listen(int port) {
    var options =
        new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions());
    vertx
        .createHttpServer(options)
        .requestHandler(router)
        .listen(port, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
