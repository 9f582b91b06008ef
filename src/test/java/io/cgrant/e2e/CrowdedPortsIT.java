// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whoever reaches the ports of a server with the options of production: connections that send no
/// body, without end or without reading.
final class CrowdedPortsIT {

  private static final int MANY = 400;

  /// In milliseconds, of one that is to be ended.
  private static final int LONGEST = 60_000;

  private static final String METRICS = "GET /q/metrics HTTP/1.1\r\nHost: x\r\n\r\n";

  private final OfflineProcess cgrant =
      new OfflineProcess(Path.of("target/crowded-ports"), List.of("@src/main/jvm/server.options"));
  private final List<AutoCloseable> held = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable connection : held) {
      connection.close();
    }
    cgrant.close();
  }

  /// Each line would take a hundred bytes for as long as the request does not end.
  @Test
  void manyLinesOnManyConnectionsTakeNoRoom() throws IOException {
    String answered = "GET /mutate HTTP/1.1\r\nHost: x\r\n\r\n";
    for (int i = 0; i < MANY; i++) {
      KeptConnection connection = cgrant.connect();
      held.add(connection);
      String before = i % 2 == 0 ? "" : answered;
      write(connection, before + "POST /mutate HTTP/1.1\r\nHost: x\r\n" + "a:\r\n".repeat(4_000));
    }
    answersOthers();
  }

  @Test
  void requestsThatWaitForNoAnswerAreNotQueued() throws IOException {
    for (int i = 0; i < 20; i++) {
      KeptConnection connection = cgrant.connect();
      held.add(connection);
      String first = "POST /validate-policy HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
      write(connection, first + "GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(30_000));
      assertTrue(answers(connection) <= 1);
    }
    answersOthers();
  }

  @Test
  void answersThatNobodyReadsAreNotKept() throws IOException {
    for (int i = 0; i < 40; i++) {
      Socket socket = management();
      write(socket, METRICS.repeat(3_000));
      assertTrue(length(socket) < 500_000);
    }
    answersOthers();
  }

  /// Each ends the one before it, but not its work.
  @Test
  void readingsOfMetricsAreNotQueued() throws Exception {
    int read = 0;
    long began = System.nanoTime();
    for (int i = 0; i < 500; i++) {
      try (Socket socket = cgrant.touchManagement()) {
        socket.setSoTimeout(LONGEST);
        write(socket, METRICS);
        byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        read += new String(status, StandardCharsets.US_ASCII).endsWith("200") ? 1 : 0;
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertTrue(read > 0 && read <= 20 + took.toMillis() / 50, read + " readings in " + took);
    answersOthers();
    Wait.upTo(Duration.ofSeconds(40))
        .until("metrics may be read", () -> cgrant.metrics().statusCode() == 200);
  }

  @Test
  void whoHoldsTheManagementPortKeepsNoProbeOut() throws IOException {
    Socket first = management();
    for (int i = 0; i < MANY; i++) {
      write(management(), "GET /q/metrics HTTP/1.1\r\na: " + "x".repeat(7_000));
    }
    answersOthers();
    assertTrue(isEnded(first));
  }

  /// More than there may be at once; who comes later and says something is heard.
  @Test
  void connectionsThatShakeNoHandsAreCounted() throws Exception {
    for (int i = 0; i < 700; i++) {
      held.add(cgrant.touch());
    }
    assertTrue(isEnded((Socket) held.getFirst()), "the oldest gives way");
    answersOthers();
  }

  /// The JDK makes up to 25 times as much of one, and keeps it until hands are shaken.
  @Test
  void longBeginningsOfHandshakesTakeNoRoom() throws IOException {
    for (LongHello hello : LongHello.values()) {
      for (int length : List.of(31_000, 2_800)) {
        byte[] records = hello.records(length);
        for (int i = 0; i < 512; i++) {
          held.add(cgrant.touch());
          write((Socket) held.getLast(), records);
        }
        answersOthers();
      }
    }
  }

  /// A part of it for as long as the connection is open.
  @Test
  void longBeginningsOfWhoShakesHandsTakeNoRoom() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      KeptConnection connection = cgrant.connect();
      held.add(connection);
      shakeHands(connection, i < 500 ? 7_800 : 600);
    }
    answersOthers();
  }

  /// Behind an alert that TLS takes for a shake of hands, and behind such a shake: more than the
  /// heap.
  @Test
  void nothingIsKeptOfWhatComesBehindTheEnd() throws IOException {
    byte[] more = Arrays.copyOf(new byte[] {23, 3, 3, 0x40, 0}, 5 + 16_384);
    try (Socket socket = cgrant.touch()) {
      write(socket, new byte[] {21, 3, 3, 0, 2, 1, 90, 21, 3, 3, 0, 2, 1, 0});
      for (int i = 0; i < 8_000; i++) {
        write(socket, more);
      }
      socket.setSoTimeout(5_000);
      assertTrue(isEnded(socket));
    }
    try (Socket socket = cgrant.touch();
        KeptConnection connection = cgrant.connect(socket)) {
      connection.end();
      for (int i = 0; i < 8_000; i++) {
        write(socket, more);
      }
      socket.setSoTimeout(5_000);
      assertTrue(isEnded(socket));
    }
    answersOthers();
  }

  @Test
  void anUnreadableQueryIsNoErrorOfOurs() throws IOException {
    for (String query : List.of("timeout=%zz", "%", "&&&=")) {
      try (KeptConnection connection = cgrant.connect()) {
        write(
            connection,
            "POST /mutate?" + query + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
        assertTrue(connection.status().contains(" 400 "), query);
      }
    }
    assertFalse(Files.readString(cgrant.log()).contains("ERROR"));
  }

  private Socket management() throws IOException {
    Socket socket = cgrant.touchManagement();
    socket.setSoTimeout(LONGEST);
    held.add(socket);
    return socket;
  }

  /// Until the other side ends it.
  private static int answers(KeptConnection connection) {
    int answers = 0;
    try {
      while (true) {
        answers += connection.status().startsWith("HTTP/") ? 1 : 0;
      }
    } catch (IOException end) {
      return answers;
    }
  }

  private static int length(Socket socket) throws IOException {
    int length = 0;
    try {
      byte[] some = new byte[100_000];
      for (int read = 0; read >= 0; read = socket.getInputStream().read(some)) {
        length += read;
      }
    } catch (SocketException reset) {
      // Ended all the same.
    }
    return length;
  }

  private static boolean isEnded(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  /// Whether the other side closes it in the middle does not matter.
  private static void write(KeptConnection connection, String text) {
    try {
      connection.write(text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      assertTrue(isClosed(e), e::toString);
    }
  }

  private static void shakeHands(KeptConnection connection, int algorithms) {
    try {
      connection.shakeHands(Collections.nCopies(algorithms, "ecdsa_secp256r1_sha256"));
    } catch (IOException e) {
      assertTrue(isClosed(e), e::toString);
    }
  }

  private static void write(Socket socket, String text) {
    write(socket, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      assertTrue(isClosed(e), e::toString);
    }
  }

  private static boolean isClosed(IOException e) {
    return e instanceof SocketException || e instanceof javax.net.ssl.SSLException;
  }

  /// Whoever comes while those are closed that gave way may be turned away, and comes again: so do
  /// the API server and the kubelet. On a machine with other work the closing takes ten seconds.
  private void answersOthers() {
    Wait.upTo(Duration.ofMinutes(2)).until("others are answered", this::isAnsweringOthers);
    assertTrue(cgrant.isAlive());
  }

  private boolean isAnsweringOthers() {
    try (KeptConnection connection = cgrant.connect()) {
      var pod = new World("strangers").ordinaryPod("ordinary");
      assertTrue(connection.ask("/validate", pod).path("allowed").asBoolean());
      return cgrant.isReady();
    } catch (IOException e) {
      assertTrue(isClosed(e) || e instanceof EOFException, e::toString);
      return false;
    }
  }
}
