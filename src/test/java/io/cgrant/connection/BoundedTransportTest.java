// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A port without TLS, as that of probes and metrics.
final class BoundedTransportTest {

  private static final String END = "\r\n";
  private static final String OK = "HTTP/1.1 200 OK";
  private static final int LONG = 8_000_000;

  /// As in `application.properties`.
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));

  private final AtomicInteger handled = new AtomicInteger();

  /// Of those that were answered later.
  private final AtomicInteger ended = new AtomicInteger();

  private final int port =
      vertx
          .createHttpServer(
              new HttpServerOptions().setHost("127.0.0.1").setHandle100ContinueAutomatically(true))
          .requestHandler(this::answer)
          .listen(0)
          .toCompletionStage()
          .toCompletableFuture()
          .join()
          .actualPort();

  /// At once, never, or later, as an answer that waits for an API server.
  private void answer(HttpServerRequest request) {
    handled.incrementAndGet();
    String body = request.path().equals("/long") ? "x".repeat(LONG) : "";
    switch (request.path()) {
      case "/at-once" -> request.response().end();
      case "/never" -> {}
      default -> vertx.setTimer(50, timer -> end(request, body));
    }
  }

  private void end(HttpServerRequest request, String body) {
    request.response().end(body);
    ended.incrementAndGet();
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void oneRequestAfterAnotherIsAnswered() throws IOException {
    try (var client = new Client(port)) {
      for (int i = 0; i < 3; i++) {
        client.send("GET / HTTP/1.1\r\n" + "a:b\r\n".repeat(60) + END);
        assertEquals(OK, client.status());
      }
      client.send("POST / HTTP/1.1\r\nContent-Length: 200\r\n\r\n" + "\n".repeat(200));
      assertEquals(OK, client.status());
    }
    assertEquals(4, handled.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n\r\n", "\r\n"})
  void manyLinesBeforeABodyEndTheConnection(String before) throws IOException {
    try (var client = new Client(port)) {
      client.send(before + "GET / HTTP/1.1\r\n");
      for (int i = 0; i < 65; i++) {
        client.sendUnlessClosed("a:\r\n");
      }
      client.sendUnlessClosed(END);
      assertEquals(Client.CLOSED, client.status());
    }
    try (var client = new Client(port)) {
      client.send(before + "GET / HTTP/1.1\r\n" + "a:\r\n".repeat(2_000) + END);
      assertEquals(Client.CLOSED, client.status());
    }
    assertEquals(0, handled.get());
  }

  @Test
  void aRequestBeforeTheAnswerToTheLastEndsTheConnection() throws IOException {
    try (var client = new Client(port)) {
      client.send("GET /never HTTP/1.1\r\n\r\n".repeat(1_000));
      assertEquals(Client.CLOSED, client.status());
    }
    assertEquals(1, handled.get());
  }

  /// Also where the answer was there before the rest was looked at.
  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Length: 3\r\n"})
  void whatStandsBehindARequestIsNotLookedAt(String length) throws IOException {
    String body = length.isEmpty() ? "" : "abc";
    String first = "POST /at-once HTTP/1.1\r\n" + length + END + body;
    try (var client = new Client(port)) {
      client.send(first + "GET /at-once HTTP/1.1\r\n" + "a:\r\n".repeat(3_000));
      assertTrue(List.of(OK, Client.CLOSED).contains(client.status()));
      client.sendUnlessClosed(END);
      assertEquals(Client.CLOSED, client.status());
    }
    assertTrue(handled.get() <= 1, handled::toString);
    try (var client = new Client(port)) {
      client.send(first);
      assertEquals(OK, client.status());
      client.send(first);
      assertEquals(OK, client.status());
    }
  }

  @Test
  void aBodyInPiecesIsWhole() throws IOException {
    try (var client = new Client(port)) {
      client.send("POST / HTTP/1.1\r\nContent-Length: 6\r\n\r\na");
      client.send("\n\n");
      client.send("\n\nb");
      assertEquals(OK, client.status());
      client.send("GET / HTTP/1.1\r\n");
      client.send("\r");
      client.send("\n");
      assertEquals(OK, client.status());
    }
  }

  /// As when a body is too large: the sender reads why, and sends the rest of it meanwhile.
  @Test
  void anAnswerInTheMiddleOfABodyEndsNothing() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/at-once"))
            .POST(BodyPublishers.ofByteArray(new byte[LONG]))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 12; i++) {
        assertEquals(200, client.send(request, BodyHandlers.discarding()).statusCode());
      }
    }
  }

  /// Vert.x neither reads it nor gives its memory back.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PUT /at-once HTTP/1.1\r\nConnection: close",
        "PUT /at-once HTTP/1.2\r\nHost: x",
        "PUT /at-once http/1.1\r\nHost: x",
        "PUT /at-once HTTP/1.0\r\nConnection: keep-alive, x"
      })
  void nothingIsLetByBehindTheLastRequest(String last) throws IOException {
    long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    for (int i = 0; i < 400; i++) {
      try (var client = new Client(port)) {
        client.send(
            last
                + "\r\n\r\nPOST / HTTP/1.1\r\nContent-Length: 999999\r\n\r\n"
                + "x".repeat(60_000));
        client.status();
      }
    }
    assertEquals(0, handled.get() % 400);
    // The last connections are closed a moment later.
    await()
        .untilAsserted(
            () -> {
              long kept = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;
              assertTrue(kept < 12_000_000, () -> kept + " bytes");
            });
  }

  @Test
  void whoTakesNoAnswersGivesWay() throws Exception {
    List<Client> deaf = new ArrayList<>();
    try {
      for (int i = 0; i < 80; i++) {
        deaf.add(new Client(port));
        deaf.getLast().send("GET /long HTTP/1.1\r\n\r\n");
        int answers = i + 1;
        await().pollInterval(Duration.ofMillis(10)).until(() -> ended.get() == answers);
      }
      for (int i = 0; i < 3; i++) {
        try (var client = new Client(port)) {
          client.send("GET / HTTP/1.1\r\n\r\n");
          assertEquals(OK, client.status());
        }
      }
    } finally {
      for (Client client : deaf) {
        client.close();
      }
    }
  }

  @Test
  void whatIsNoRequestIsRefused() throws IOException {
    for (String nonsense : List.of("\u007f\r\n\r\n", "a\nb\n\n")) {
      try (var client = new Client(port)) {
        client.send(nonsense);
        assertTrue(client.status().matches("closed|HTTP/1.. 400 .*"), nonsense);
        client.sendUnlessClosed("a:\r\n".repeat(3_000));
        assertEquals(Client.CLOSED, client.status());
      }
    }
    assertEquals(0, handled.get());
  }

  @Test
  void whoTakesNoAnswersGetsNoMore() throws Exception {
    try (var client = new Client(port)) {
      for (int i = 0; i < 10; i++) {
        client.sendUnlessClosed("GET /long HTTP/1.1\r\n\r\n");
        Thread.sleep(100);
      }
    }
    assertTrue(handled.get() <= 3, handled::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.2", "http/1.1", "HTTP/2.0", "ICAP/1.0"})
  void anotherVersionIsRefused(String version) throws IOException {
    try (var client = new Client(port)) {
      client.send("GET / " + version + "\r\nHost: x\r\n\r\n");
      assertEquals("HTTP/1.1 505 HTTP Version Not Supported", client.status());
      assertEquals(Client.CLOSED, client.status());
    }
    assertEquals(0, handled.get());
  }

  @Test
  void aBodyOfUnknownLengthIsRefused() throws IOException {
    try (var client = new Client(port)) {
      client.send(
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"
              + "a:\r\n".repeat(50)
              + END);
      assertEquals("HTTP/1.1 411 Length Required", client.status());
    }
    assertEquals(0, handled.get());
  }

  @Test
  void anInterimAnswerIsNotTheAnswer() throws IOException {
    try (var client = new Client(port)) {
      client.send("POST /never HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
      assertEquals("HTTP/1.1 100 Continue", client.status());
      client.send("xGET / HTTP/1.1\r\n\r\n");
      assertEquals(Client.CLOSED, client.status());
    }
  }

  @Test
  void nobodySpeaksHttp2() throws IOException {
    try (var client = new Client(port)) {
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      assertEquals(Client.CLOSED, client.status());
    }
    try (var client = new Client(port)) {
      client.send(
          "GET / HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
              + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
      assertEquals(OK, client.status());
    }
  }

  /// One letter after another: Vert.x looks at the first three.
  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT"})
  void aSlowRequestIsAnswered(String method) throws IOException {
    try (var client = new Client(port)) {
      for (String letter : (method + " / HTTP/1.1\r\nContent-Length: 0\r\n\r\n").split("")) {
        client.send(letter);
      }
      assertEquals(OK, client.status());
    }
  }

  @Test
  void whoOnlyHoldsConnectionsKeepsNobodyOut() throws IOException {
    List<Client> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        idle.add(new Client(port));
        idle.getLast().send("GET");
      }
      try (var client = new Client(port)) {
        client.send("GET / HTTP/1.1\r\n\r\n");
        assertEquals(OK, client.status());
      }
      assertEquals(Client.CLOSED, idle.getFirst().status());
      assertEquals(Client.CLOSED, idle.get(7).status());
      idle.getLast().send(" / HTTP/1.1\r\n\r\n");
      assertEquals(OK, idle.getLast().status());
    } finally {
      for (Client client : idle) {
        client.close();
      }
    }
  }

  private static final class Client implements AutoCloseable {

    static final String CLOSED = "closed";

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    Client(int port) throws IOException {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(60_000);
      socket.setTcpNoDelay(true);
      out = socket.getOutputStream();
      in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
    }

    void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// What is written to a connection that the other side has closed is lost, or fails.
    void sendUnlessClosed(String text) {
      try {
        send(text);
      } catch (IOException closed) {
        assertTrue(closed.getMessage().matches("Broken pipe|.*reset.*"), closed::getMessage);
      }
    }

    /// The first line of the next answer, and past its head; the body is empty.
    String status() throws IOException {
      try {
        String status = in.readLine();
        for (String line = status; line != null && !line.isEmpty(); line = in.readLine()) {}
        return status == null ? CLOSED : status;
      } catch (java.net.SocketException reset) {
        return CLOSED;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
