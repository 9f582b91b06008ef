// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Nothing is written over what was not read: on a real API server the lost race is rare.
final class ApiServerRoomStoreTest {

  private static final String PADDING = "x".repeat(1_000_000);

  private HttpServer server;
  private KubernetesClient client;
  private RoomStore store;
  private final OneLease lease = new OneLease();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", lease::answer);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(url)
            .withRequestRetryBackoffLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
    store = new ApiServerRoomStore(client, "cgrant-system", 60_000);
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void whoReadBeforeAnotherWroteWritesNothing() {
    assertTrue(store.replace("ray", "ml", with("", "a")));
    RoomStore.Ledger first = store.ledger("ray", "ml");
    RoomStore.Ledger second = store.ledger("ray", "ml");
    assertEquals(Map.of("a", 1L), first.until());
    assertEquals(7, first.listed());

    assertTrue(store.replace("ray", "ml", with(first.version(), "b")));
    assertFalse(store.replace("ray", "ml", with(second.version(), "c")));

    assertEquals(Map.of("b", 1L), store.ledger("ray", "ml").until());
  }

  @Test
  void whoReadNothingDoesNotWriteOverTheFirst() {
    assertTrue(store.replace("ray", "ml", with("", "a")));
    assertFalse(store.replace("ray", "ml", with("", "b")));
    assertEquals(Map.of("a", 1L), store.ledger("ray", "ml").until());
  }

  /// The metadata of a namespace's pods can be larger than the heap.
  @Test
  void aListOfAnyLengthIsReadWhileItComes() {
    int pods = Integer.getInteger("cgrant.listed.pods", 20);
    server.createContext("/api/v1/namespaces/ml/pods", exchange -> list(exchange, pods));
    assertEquals(
        Set.of("pod-0", "pod-" + (pods - 1)),
        store.holders("ray", "ml").stream()
            .filter(name -> name.equals("pod-0") || name.equals("pod-" + (pods - 1)))
            .collect(Collectors.toSet()));
  }

  /// A body that nobody reads would hold a connection of the client until the API server gives up.
  @Test
  void anAnswerThatComesTooLateIsThrownAway() throws InterruptedException {
    var cutOff = new CountDownLatch(1);
    var timedOut = new CountDownLatch(1);
    server.createContext(
        "/api/v1/namespaces/late/pods",
        exchange -> {
          waitFor(timedOut);
          try {
            list(exchange, 200);
          } catch (IOException e) {
            // The connection is closed before all of it is sent.
            cutOff.countDown();
          }
        });
    var impatient = new ApiServerRoomStore(client, "cgrant-system", 300);

    var failure =
        assertThrows(KubernetesClientException.class, () -> impatient.holders("ray", "late"));
    assertTrue(failure.getMessage().endsWith(": no answer within 300 ms"), failure::getMessage);

    timedOut.countDown();
    assertTrue(cutOff.await(60, TimeUnit.SECONDS), "its body is not read, and still there");
  }

  private static void waitFor(CountDownLatch latch) throws IOException {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void list(HttpExchange exchange, int pods) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (var body = exchange.getResponseBody()) {
      body.write("{\"kind\":\"PartialObjectMetadataList\",\"items\":[".getBytes(UTF_8));
      for (int i = 0; i < pods; i++) {
        String by = i % 2 == 0 || i == pods - 1 ? "ray@3" : "rays@3";
        body.write(
            """
            %s{"metadata":{"managedFields":[{}],"annotations":{"x":"%s","cgrant.io/granted-by":"%s"},\
            "name":"pod-%d","labels":{"name":"no"}}}"""
                .formatted(i == 0 ? "" : ",", PADDING, by, i)
                .getBytes(UTF_8));
      }
      body.write("],\"metadata\":{\"name\":\"no\"}}".getBytes(UTF_8));
    }
  }

  private static RoomStore.Ledger with(String version, String pod) {
    return new RoomStore.Ledger(version, 7, Map.of(pod, 1L));
  }

  /// As the API server treats versions: a write without one is made, whatever was there.
  private static final class OneLease {

    private static final ObjectMapper JSON = new ObjectMapper();
    private ObjectNode stored;
    private int version;

    synchronized void answer(HttpExchange exchange) throws IOException {
      JsonNode sent = JSON.readTree(exchange.getRequestBody());
      int code =
          switch (exchange.getRequestMethod()) {
            case "GET" -> stored == null ? 404 : 200;
            case "POST" -> stored == null ? write(sent, 201) : 409;
            case "PUT" -> isCurrent(sent) ? write(sent, 200) : 409;
            default -> 405;
          };
      byte[] body = code < 400 ? JSON.writeValueAsBytes(stored) : status(code);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }

    private boolean isCurrent(JsonNode sent) {
      String over = sent.at("/metadata/resourceVersion").asText();
      return over.isEmpty() || over.equals(Integer.toString(version));
    }

    private int write(JsonNode sent, int code) {
      version++;
      stored = sent.deepCopy();
      ((ObjectNode) stored.path("metadata")).put("resourceVersion", Integer.toString(version));
      return code;
    }

    private static byte[] status(int code) throws IOException {
      var status = JSON.createObjectNode().put("kind", "Status").put("apiVersion", "v1");
      return JSON.writeValueAsBytes(status.put("code", code));
    }
  }
}
