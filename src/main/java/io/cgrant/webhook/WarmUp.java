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
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Sends reviews to ourselves over real loopback HTTPS until the code is warm, and so proves that
/// the port listens.
///
/// Without it the first request of a fresh process takes most of a second, more where CPU is
/// scarce, out of the few seconds the API server waits.
public final class WarmUp {

  /// How many connections at once: enough to reach every event loop of a small machine.
  private static final int CONNECTIONS = 4;

  /// Then a new one. Whoever is ready is met by as many handshakes as the API server has requests
  /// under way, and a first handshake costs ten times as much as a warm one.
  private static final int REQUESTS_PER_CONNECTION = 4;

  /// Where CPU is scarce, to be ready late is worse than to be slow at first.
  ///
  /// @param rounds how often each connection asks all paths
  /// @param longest after so much time no more is asked, once all paths were
  public record Extent(int rounds, Duration longest) {}

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
  /// @return fails when any answer is not 200
  Future<Void> run(List<String> paths, byte[] review, Extent extent) {
    HttpClient client = vertx.createHttpClient(options());
    var course =
        new Course(
            client,
            paths,
            Buffer.buffer(review),
            paths.size() * extent.rounds(),
            System.nanoTime() + extent.longest().toNanos());
    var all = new Future<?>[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      Promise<Void> promise = Promise.promise();
      next(course, 0, promise);
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

  private static void next(Course course, int sent, Promise<Void> promise) {
    if (course.isOverAfter(sent)) {
      promise.complete();
      return;
    }
    course
        .client()
        .request(HttpMethod.POST, course.paths().get(sent % course.paths().size()))
        .compose(request -> send(ending(request, sent + 1), course.body()))
        .onFailure(promise::fail)
        .onSuccess(ok -> next(course, sent + 1, promise));
  }

  private static HttpClientRequest ending(HttpClientRequest request, int number) {
    return number % REQUESTS_PER_CONNECTION == 0
        ? request.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        : request;
  }

  private static Future<Buffer> send(HttpClientRequest request, Buffer body) {
    return request.send(body).compose(WarmUp::answered);
  }

  private static Future<Buffer> answered(HttpClientResponse response) {
    return response.statusCode() == 200
        ? response.body()
        : Future.failedFuture("warm-up got HTTP " + response.statusCode());
  }

  /// What each connection does.
  ///
  /// @param most how many requests
  /// @param endsAtNanos on the clock of `System.nanoTime`
  private record Course(
      HttpClient client, List<String> paths, Buffer body, int most, long endsAtNanos) {

    boolean isOverAfter(int sent) {
      return sent >= most || sent >= paths.size() && System.nanoTime() - endsAtNanos >= 0;
    }
  }
}
