// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamedGetTest {

  private static final int LONG_ENOUGH = 60_000;

  /// For thirty requests. One that closed them would need thirty.
  private static final int MOST_CONNECTIONS = 5;

  /// What a reader of JSON has no reason to look at.
  private static final String REST = " ".repeat(200_000);

  private final Set<Integer> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stuck = new CountDownLatch(1);
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .build())
            .build();
  }

  @AfterEach
  void stop() {
    stuck.countDown();
    client.close();
    server.stop(0);
  }

  @Test
  void answersCloseNoConnectionOfTheNext() {
    var get = new StreamedGet(client, "application/json", LONG_ENOUGH);
    for (int i = 0; i < 30; i++) {
      assertEquals('{', first(get));
    }
    // The end is told before the connection is free, so that the next may come on a second one.
    assertTrue(connections.size() <= MOST_CONNECTIONS, connections::toString);
  }

  @Test
  void aRefusalHasItsCodeAndLeavesTheNextRequestAlone() {
    var get = new StreamedGet(client, "application/json", LONG_ENOUGH);
    for (String code : new String[] {"403", "410"}) {
      var refused =
          assertThrows(KubernetesClientException.class, () -> get.of(code, body -> body.read()));
      assertEquals(Integer.parseInt(code), refused.getCode());
      assertTrue(refused.getMessage().contains("refused by HTTP " + code), refused::getMessage);
    }
    assertEquals('{', first(get));
  }

  @Test
  void whoCanGoOnFromAnOldListReadsWhatTheApiServerSays() {
    var get = new StreamedGet(client, "application/json", LONG_ENOUGH);
    assertEquals("old", get.of("410", body -> "new", body -> "old"));
  }

  @Test
  void aBodyThatStopsComingIsNotWaitedFor() {
    var get = new StreamedGet(client, "application/json", 300);
    var late =
        assertThrows(
            KubernetesClientException.class,
            () -> get.of("stuck", body -> new String(body.readAllBytes(), StandardCharsets.UTF_8)));
    assertTrue(late.getMessage().contains("no answer within 300 ms"), late::getMessage);
  }

  private static char first(StreamedGet get) {
    int read = get.of("list", body -> body.read());
    return (char) read;
  }

  private void answer(HttpExchange exchange) throws IOException {
    connections.add(exchange.getRemoteAddress().getPort());
    String asked = exchange.getRequestURI().getPath().substring(1);
    int code = asked.matches("\\d+") ? Integer.parseInt(asked) : 200;
    exchange.sendResponseHeaders(code, 0);
    try (var body = exchange.getResponseBody()) {
      body.write("{}".getBytes(StandardCharsets.UTF_8));
      body.flush();
      if (asked.equals("stuck")) {
        await();
      }
      body.write(REST.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void await() {
    try {
      stuck.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
