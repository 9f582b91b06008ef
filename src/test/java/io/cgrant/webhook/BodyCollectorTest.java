// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.http.HttpServerRequest;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BodyCollectorTest {

  private static final int ORDINARY = 13_000;
  private static final int SMALL = 100_000;
  private static final int LARGE = 300_000;

  private final EndpointServer server = new EndpointServer();
  private final URI uri = server.open(this::collect);

  @AfterEach
  void close() {
    server.close();
  }

  /// Answers with the length, and refuses by the name of the rejection.
  private void collect(HttpServerRequest request) {
    BodyCollector.collect(
        request,
        server.vertx(),
        new BodyCollector.Terms(
            BodyRoom.LARGEST,
            server.bodies(),
            Deadline.ofQuery(request.query(), System.nanoTime())),
        // Whoever has the answer may count on the room being given back.
        body -> server.vertx().runOnContext(after -> request.response().end(length(body))),
        rejection -> request.response().end(rejection.name()));
  }

  private static String length(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return text.equals("x".repeat(body.length)) ? body.length + "" : "something else";
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1, 1024, 8_193, 16_384, 16_385, 100_000, 131_073, 500_000, 3_000_000, 8 << 20})
  void isWhole(int length) throws Exception {
    for (int round = 0; round < 3; round++) {
      assertEquals(length + "", post(length));
    }
  }

  @Test
  void eachIsRefusedByThoseOfItsOwnSizeAlone() throws Exception {
    fill(server.bodies(), BodyRoom.SMALL + 1);
    assertEquals("Busy", post(LARGE));
    assertEquals(SMALL + "", post(SMALL));
    fill(server.bodies(), BodyRoom.ORDINARY + 1);
    assertEquals("Busy", post(SMALL));
    assertEquals(ORDINARY + "", post(ORDINARY));
  }

  @Test
  void aLargeOneWaitsForNoOtherToBeRead() throws Exception {
    server.bodies().beginReading(BodyRoom.LARGEST);
    assertEquals("Busy", post(LARGE));
    assertEquals(SMALL + "", post(SMALL));
    server.bodies().endReading(BodyRoom.LARGEST);
    assertEquals(LARGE + "", post(LARGE));
  }

  @Test
  void aSmallOneThatDoesNotComeToAnEndIsCutOffAndGivesItsRoomBack() throws Exception {
    try (var socket = new Socket("127.0.0.1", uri.getPort())) {
      var out = socket.getOutputStream();
      out.write(
          "POST /?timeout=1s HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[60_000]);
      out.flush();
      socket.setSoTimeout(60_000);
      assertEquals(-1, socket.getInputStream().read());
    }
    int untouched = fill(new BodyRoom(EndpointServer.ROOM), BodyRoom.SMALL);
    await().until(() -> capacity(server.bodies(), BodyRoom.SMALL) == untouched);
  }

  private static int capacity(BodyRoom room, int each) {
    int taken = fill(room, each);
    for (int i = 0; i < taken; i++) {
      room.giveBack(each);
    }
    return taken;
  }

  private static int fill(BodyRoom room, int each) {
    int taken = 0;
    while (room.take(each)) {
      taken++;
    }
    return taken;
  }

  private String post(int length) throws Exception {
    return server.post(uri, BodyPublishers.ofByteArray(body(length))).body();
  }

  private static byte[] body(int length) {
    return "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
  }
}
