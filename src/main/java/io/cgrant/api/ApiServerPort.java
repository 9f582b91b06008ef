// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import io.cgrant.connection.BoundedTransport;
import io.cgrant.connection.CallerPort;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// The port of the HTTP API: TLS and HTTP/1.1, on threads of its own, so that no handshake and no
/// answer of it waits before a review.
public final class ApiServerPort implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int IDLE_SECONDS = 15;
  private static final int HANDSHAKE_SECONDS = 5;

  /// In bytes. A token with many groups takes some.
  private static final int LARGEST_HEAD = 16 * 1024;

  private static final int LONGEST_LINE = 8 * 1024;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final Vertx vertx;

  private ApiServerPort(Vertx vertx) {
    this.vertx = vertx;
  }

  /// Returns once it is open.
  ///
  /// @param endpoint makes the one that answers, of the threads to answer on
  /// @throws IllegalStateException where it cannot be opened
  public static ApiServerPort open(
      String host, int port, KeyCertOptions identity, Function<Vertx, ApiEndpoint> endpoint) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(THREADS)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    var opened = new ApiServerPort(vertx);
    try {
      BoundedTransport.insistOn(vertx);
      vertx
          .createHttpServer(options(host, port, identity))
          .requestHandler(endpoint.apply(vertx))
          .listen()
          .toCompletionStage()
          .toCompletableFuture()
          .get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      return opened;
    } catch (ExecutionException | TimeoutException e) {
      opened.close();
      String why = e.getCause() == null ? e.toString() : e.getCause().getMessage();
      throw new IllegalStateException(
          "the port of the HTTP API, "
              + port
              + ", cannot be opened: "
              + why
              + "; set cgrant.api.port to one that is free",
          e);
    } catch (InterruptedException e) {
      opened.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static HttpServerOptions options(String host, int port, KeyCertOptions identity) {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port)
        .setSsl(true)
        .setUseAlpn(false)
        .setKeyCertOptions(identity)
        .setSslEngineOptions(new CallerPort())
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setIdleTimeout(IDLE_SECONDS)
        .setMaxHeaderSize(LARGEST_HEAD)
        .setMaxInitialLineLength(LONGEST_LINE)
        .setHandle100ContinueAutomatically(true);
  }

  @Override
  public void close() {
    var unused = vertx.close();
  }
}
