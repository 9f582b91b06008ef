// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.KeyCertOptions;
import java.util.List;
import java.util.Optional;

/// Sends reviews to ourselves over real loopback HTTPS until the code is warm, and so proves that
/// the port listens.
///
/// Without it the first request of a fresh process takes most of a second, more where CPU is
/// scarce, out of the few seconds the API server waits.
final class WarmUp {

  /// How many connections at once: enough to reach every event loop of a small machine.
  private static final int CONNECTIONS = 4;

  private final Vertx vertx;
  private final int port;
  private final Optional<KeyCertOptions> identity;
  private volatile boolean done;

  /// @param identity with what we connect, where clients are asked for a certificate
  WarmUp(Vertx vertx, int port, Optional<KeyCertOptions> identity) {
    this.vertx = vertx;
    this.port = port;
    this.identity = identity;
  }

  boolean isDone() {
    return done;
  }

  /// @param paths asked in turn
  /// @param rounds how often each connection asks all paths
  /// @return fails when any answer is not 200
  Future<Void> run(List<String> paths, byte[] review, int rounds) {
    HttpClient client = vertx.createHttpClient(options());
    Buffer body = Buffer.buffer(review);
    var all = new Future<?>[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      Promise<Void> promise = Promise.promise();
      next(client, paths, body, paths.size() * rounds, promise);
      all[i] = promise.future();
    }
    return Future.all(List.of(all))
        .<Void>mapEmpty()
        .onSuccess(nothing -> done = true)
        .onComplete(nothing -> client.close());
  }

  private HttpClientOptions options() {
    var options =
        new HttpClientOptions()
            .setSsl(true)
            // We ask ourselves by address; the certificate is for names.
            .setTrustAll(true)
            .setVerifyHost(false)
            .setMaxPoolSize(CONNECTIONS)
            .setDefaultHost("127.0.0.1")
            .setDefaultPort(port);
    identity.ifPresent(options::setKeyCertOptions);
    return options;
  }

  private void next(
      HttpClient client, List<String> paths, Buffer body, int left, Promise<Void> promise) {
    if (left == 0) {
      promise.complete();
      return;
    }
    String path = paths.get(left % paths.size());
    client
        .request(HttpMethod.POST, path)
        .compose(request -> send(request, body))
        .onFailure(promise::fail)
        .onSuccess(ok -> next(client, paths, body, left - 1, promise));
  }

  private static Future<Buffer> send(HttpClientRequest request, Buffer body) {
    return request.send(body).compose(WarmUp::answered);
  }

  private static Future<Buffer> answered(HttpClientResponse response) {
    return response.statusCode() == 200
        ? response.body()
        : Future.failedFuture("warm-up got HTTP " + response.statusCode());
  }
}
