// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/// Collects a request's body, up to a limit, without blocking.
///
/// What comes after the limit is thrown away as it comes, so that the sender gets to read why;
/// one that never stops sending is cut off.
final class BodyCollector {

  /// How much more than the limit is thrown away before the connection is closed.
  private static final int PATIENCE = 4;

  private final HttpServerRequest request;
  private final int limit;
  private Buffer body = Buffer.buffer();
  private boolean tooLarge;
  private long received;

  private BodyCollector(HttpServerRequest request, int limit) {
    this.request = request;
    this.limit = limit;
  }

  /// @param limit in bytes
  static void collect(
      HttpServerRequest request, int limit, Consumer<byte[]> whole, Handler<Void> tooLarge) {
    new BodyCollector(request, limit).start(whole, tooLarge);
  }

  private void start(Consumer<byte[]> whole, Handler<Void> whenTooLarge) {
    request.handler(chunk -> add(chunk, whenTooLarge));
    request.endHandler(
        end -> {
          if (!tooLarge) {
            whole.accept(body.getBytes());
          }
        });
    // Quarkus hands requests over paused.
    request.resume();
  }

  private void add(Buffer chunk, Handler<Void> whenTooLarge) {
    received += chunk.length();
    if (received <= limit) {
      body.appendBuffer(chunk);
      return;
    }
    if (!tooLarge) {
      tooLarge = true;
      body = Buffer.buffer();
      whenTooLarge.handle(null);
    }
    if (received > (long) limit * PATIENCE) {
      request.connection().close();
    }
  }
}
