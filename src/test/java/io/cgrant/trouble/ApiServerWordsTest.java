// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.trouble;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Why the API server was of no help, as the client tells it and as the log does.
final class ApiServerWordsTest {

  private static final String SENTENCE =
      "leases \"cgrant\" is forbidden: User \"cgrant\" cannot get resource \"leases\"";

  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", ApiServerWordsTest::refuse);
    server.start();
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void aRefusalIsTheOneSentenceOfTheApiServer() {
    assertEquals("HTTP 403, " + SENTENCE, ApiServerWords.of(failure()));
    assertEquals("HTTP 403, " + SENTENCE, ApiServerWords.of(failureOfSecrets()));
  }

  @Test
  void withoutAnAnswerItIsWhatWasWantedAndWhyThatFailed() {
    server.stop(0);
    String reason = ApiServerWords.of(failure());
    assertTrue(reason.contains("[Lease]") && reason.contains("onnection refused"), reason);
    String ofSecrets = ApiServerWords.of(failureOfSecrets());
    assertTrue(
        ofSecrets.contains("[Secret]") && ofSecrets.contains("onnection refused"), ofSecrets);
  }

  private KubernetesClientException failure() {
    return assertThrows(
        KubernetesClientException.class,
        () -> client.leases().inNamespace("cgrant").withName("cgrant").get());
  }

  private KubernetesClientException failureOfSecrets() {
    return assertThrows(
        KubernetesClientException.class,
        () -> client.secrets().inNamespace("cgrant").withName("cgrant").get());
  }

  private static void refuse(HttpExchange exchange) throws IOException {
    String status =
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":403,\"message\":\"%s\"}"
            .formatted(SENTENCE.replace("\"", "\\\""));
    byte[] body = status.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(403, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
