// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/// Endpoints on free ports of this machine, and who sends to them. Without TLS.
final class EndpointServer implements AutoCloseable {

  /// For all bodies together.
  static final int ROOM = 3 * BodyRoom.LARGEST;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final BodyRoom bodies = new BodyRoom(ROOM);

  Vertx vertx() {
    return vertx;
  }

  BodyRoom bodies() {
    return bodies;
  }

  /// @return where the endpoint answers, whatever the query; with the longest time there is
  URI open(Handler<HttpServerRequest> endpoint) {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(endpoint)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
    return URI.create("http://127.0.0.1:" + port + "/?timeout=30s");
  }

  HttpResponse<String> post(URI uri, String body) throws IOException, InterruptedException {
    return post(uri, BodyPublishers.ofString(body));
  }

  HttpResponse<String> post(URI uri, BodyPublisher body) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).POST(body).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(URI uri, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /// @param patience after which it is a failure that there is no answer
  HttpResponse<String> post(URI uri, String body, Duration patience)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri).timeout(patience).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
