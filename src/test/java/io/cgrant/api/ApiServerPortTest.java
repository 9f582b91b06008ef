// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.access.Doors;
import io.cgrant.certs.CertificateAuthority;
import io.cgrant.certs.KeyedCertificate;
import io.cgrant.certs.LiveKeyManager;
import io.cgrant.connection.HeldPort;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The port itself, before anybody is looked up.
final class ApiServerPortTest {

  private static final String HOST = "127.0.0.1";

  private final Vertx caller = Vertx.vertx();
  private final KeyCertOptions identity = identity();

  @AfterEach
  void close() {
    caller.close().toCompletionStage().toCompletableFuture().join();
  }

  private static KeyCertOptions identity() {
    Instant now = Instant.now();
    KeyedCertificate leaf = CertificateAuthority.create(now).issue(List.of(HOST), now);
    return KeyCertOptions.wrap(new LiveKeyManager(leaf));
  }

  private static ApiEndpoint endpoint(Vertx vertx) {
    var doors = new Doors();
    var doorkeeper = new Doorkeeper(doors.callers(), doors.rights());
    var desk = new ApiDesk(doorkeeper, new ApiDesk.Knowledge(null, null, null, null));
    return new ApiEndpoint(vertx, desk, (route, outcome) -> {});
  }

  private int asked(int port) throws Exception {
    var options = new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false);
    return caller
        .createHttpClient(options)
        .request(HttpMethod.GET, port, HOST, "/openapi")
        .compose(HttpClientRequest::send)
        .map(HttpClientResponse::statusCode)
        .toCompletionStage()
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  @Test
  void whoOnlyHoldsConnectionsKeepsNobodyOut() throws Exception {
    int more = 30;
    var held = new ArrayList<Socket>();
    try (var free = new HeldPort()) {
      holdsMoreThanThereAre(free.number(), more, held);
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  private void holdsMoreThanThereAre(int port, int more, List<Socket> held) throws Exception {
    try (var open = ApiServerPort.open(HOST, port, identity, ApiServerPortTest::endpoint)) {
      assertEquals(401, asked(port));
      for (int i = 0; i < 64 + more; i++) {
        held.add(new Socket(HOST, port));
      }
      assertEquals(401, asked(port));
      for (Socket oldest : held.subList(0, more)) {
        assertTrue(isEnded(oldest), "one of the oldest is still held");
      }
    }
  }

  private static boolean isEnded(Socket socket) throws IOException {
    socket.setSoTimeout(60_000);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void aPortThatIsTakenIsNamedWithTheKeyThatChoosesAnother() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      var failure =
          assertThrows(
              IllegalStateException.class,
              () ->
                  ApiServerPort.open(
                      HOST, taken.getLocalPort(), identity, ApiServerPortTest::endpoint));
      assertTrue(failure.getMessage().contains("cgrant.api.port"), failure::getMessage);
    }
  }
}
