// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cgrant.admission.AuditEntry;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An API server in trouble. Whatever it does, nobody waits for it, and what there was to tell is
/// what was written, merged and dropped.
class EventFaultsTest {

  private static final int MANY = 3_000;

  /// For all of them. A verdict that waited for the API server once would take longer.
  private static final Duration AT_ONCE = Duration.ofSeconds(3);

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger stored = new AtomicInteger();
  private volatile Fault fault = Fault.None;
  private HttpServer server;
  private KubernetesClient client;
  private EventRecorder recorder;

  private enum Fault {
    None,
    /// HTTP 429 with `Retry-After: 1`.
    TooManyRequests,
    ServerError,
    /// For 30 s, and then it fails.
    Hangs
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder().withMasterUrl(url).build())
            .build();
    recorder = new EventRecorder(client, OwnerSource.NONE, "cgrant-0", InstantSource.system());
  }

  @AfterEach
  void stop() {
    end.countDown();
    recorder.close();
    client.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] event = exchange.getRequestBody().readAllBytes();
    asked.incrementAndGet();
    switch (fault) {
      case None -> {
        stored.incrementAndGet();
        send(exchange, 201, event);
      }
      case TooManyRequests -> {
        exchange.getResponseHeaders().add("Retry-After", "1");
        send(exchange, 429, status(429));
      }
      case ServerError -> send(exchange, 500, status(500));
      case Hangs -> {
        try {
          var unused = end.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        send(exchange, 503, status(503));
      }
    }
  }

  private static byte[] status(int code) {
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d}"
        .formatted(code)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void oneThatIsWellAccountsForAllOfThem() {
    tell("head-0");
    await().until(() -> stored.get() == 1);
    tell("head-0");
    tellAll();
    recorder.close();
    assertAccounted(MANY + 2);
    assertTrue(recorder.tally().merged() > 0, "the second time is a repetition of the first");
    assertTrue(drops(Drops.Cause.TooMany) > 0, "of so many different ones few may be written");
  }

  @Test
  void oneThatAsksToComeBackLaterLosesWhatItCounts() {
    fault = Fault.TooManyRequests;
    tellAll();
    await().until(() -> asked.get() >= 2);
    fault = Fault.None;
    await().atMost(Duration.ofSeconds(20)).until(() -> stored.get() > 0);
    recorder.close();
    assertAccounted(MANY);
  }

  @Test
  void oneThatFailsLosesWhatItCounts() {
    fault = Fault.ServerError;
    tellAll();
    await().atMost(Duration.ofSeconds(30)).until(() -> drops(Drops.Cause.ApiServer) > 0);
    fault = Fault.None;
    recorder.close();
    assertAccounted(MANY);
  }

  @Test
  void oneThatHangsHoldsNobodyAndLosesWhatItCounts() {
    fault = Fault.Hangs;
    tellAll();
    await().until(() -> asked.get() == 1);
    assertTrue(drops(Drops.Cause.QueueFull) >= MANY - 1_001, "the queue is full");
    long began = System.nanoTime();
    recorder.close();
    assertTrue(System.nanoTime() - began < Duration.ofSeconds(6).toNanos(), "the end waits");
    assertAccounted(MANY);
    assertEquals(0, recorder.tally().written());
  }

  @Test
  void countsThatItDoesNotTakeAreLostAndCounted() {
    tell("head");
    await().until(() -> stored.get() == 1);
    fault = Fault.ServerError;
    for (int i = 0; i < 100; i++) {
      tell("head");
    }
    await().until(() -> recorder.waiting() == recorder.tally().unsaid());
    assertEquals(100, recorder.waiting());
    recorder.close();
    assertEquals(1, recorder.tally().written());
    assertEquals(0, recorder.tally().merged());
    assertAccounted(101);
  }

  private void tellAll() {
    long began = System.nanoTime();
    for (int i = 0; i < MANY; i++) {
      tell("head-" + i);
    }
    long took = System.nanoTime() - began;
    assertTrue(took < AT_ONCE.toNanos(), "it took " + took / 1_000_000 + " ms");
  }

  private void tell(String pod) {
    AuditEntry entry = Entries.refused(pod, "set a limit", Optional.empty(), false);
    recorder.accept(entry);
  }

  private long drops(Drops.Cause cause) {
    return recorder.tally().drops().count(cause);
  }

  private void assertAccounted(int told) {
    EventTally tally = recorder.tally();
    long dropped = 0;
    for (Drops.Cause cause : Drops.Cause.values()) {
      dropped += drops(cause);
    }
    assertEquals(0, recorder.waiting(), "waiting");
    assertEquals(told, tally.written() + tally.merged() + dropped);
  }
}
