// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.trouble;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An API server in trouble, for tests of those who write to one.
public final class TroubledServer implements AutoCloseable {

  public enum Fault {
    None,
    /// HTTP 429 with `Retry-After: 1`.
    TooManyRequests,
    ServerError,
    /// HTTP 500, every other time after it has done what it was asked.
    TakesAndFails,
    /// For 30 s, and then it fails.
    Hangs
  }

  /// What it does when it is well.
  @FunctionalInterface
  public interface Work {
    Reply answer(String method, URI target, String body);
  }

  public record Reply(int code, String body) {

    public static Reply status(int code) {
      return new Reply(
          code,
          "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d}"
              .formatted(code));
    }
  }

  private final Work work;
  private final HttpServer server;
  private final KubernetesClient client;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Fault fault = Fault.None;

  public TroubledServer(Work work) {
    this.work = work;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder().withMasterUrl(url).build())
            .build();
  }

  public KubernetesClient client() {
    return client;
  }

  /// One that tries once, and gives up after a second.
  public KubernetesClient impatientClient() {
    return clientThatTriesOnce(Duration.ofSeconds(1));
  }

  /// Where nobody hangs, nobody is given up.
  public KubernetesClient clientThatTriesOnce() {
    return clientThatTriesOnce(Duration.ofMinutes(1));
  }

  private KubernetesClient clientThatTriesOnce(Duration timeout) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestTimeout(Math.toIntExact(timeout.toMillis()))
                .withRequestRetryBackoffLimit(0)
                .build())
        .adapt(KubernetesClient.class);
  }

  public void has(Fault now) {
    fault = now;
  }

  /// How many requests have reached it.
  public int asked() {
    return asked.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    int number = asked.incrementAndGet();
    switch (fault) {
      case None -> send(exchange, done(exchange, body));
      case TakesAndFails -> {
        Reply done = done(exchange, body);
        send(exchange, number % 2 == 0 ? done : Reply.status(500));
      }
      case TooManyRequests -> {
        exchange.getResponseHeaders().add("Retry-After", "1");
        send(exchange, Reply.status(429));
      }
      case ServerError -> send(exchange, Reply.status(500));
      case Hangs -> {
        try {
          var unused = end.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        send(exchange, Reply.status(503));
      }
    }
  }

  private Reply done(HttpExchange exchange, byte[] body) {
    return work.answer(
        exchange.getRequestMethod(),
        exchange.getRequestURI(),
        new String(body, StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.code(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    end.countDown();
    client.close();
    server.stop(0);
  }
}
