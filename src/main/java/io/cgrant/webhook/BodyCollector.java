// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.function.Consumer;

/// Collects a request's body, up to a limit, without blocking.
///
/// What comes after the limit is thrown away as it comes, so that the sender gets to read why; one
/// that never stops sending is cut off.
final class BodyCollector {

  /// How much more than the limit is thrown away before the connection is closed.
  private static final int PATIENCE = 4;

  /// What a sender may make us reserve by announcing a body, before it has sent any of it.
  private static final int MOST_ON_TRUST = 64 * 1024;

  private static final int LEAST = 1024;

  private final HttpServerRequest request;
  private final int limit;
  private final Runnable whenTooLarge;
  private byte[] body;
  private long received;

  private BodyCollector(HttpServerRequest request, int limit, Runnable whenTooLarge) {
    this.request = request;
    this.limit = limit;
    this.whenTooLarge = whenTooLarge;
    this.body = new byte[announced(request)];
  }

  /// @param limit in bytes
  static void collect(
      HttpServerRequest request, int limit, Consumer<byte[]> whole, Runnable whenTooLarge) {
    var collector = new BodyCollector(request, limit, whenTooLarge);
    request.handler(collector::add);
    request.endHandler(end -> collector.end(whole));
    // Quarkus hands requests over paused.
    request.resume();
  }

  private void add(Buffer chunk) {
    int at = (int) received;
    received += chunk.length();
    if (received <= limit) {
      if (received > body.length) {
        body = Arrays.copyOf(body, (int) Math.min(limit, Math.max(received, body.length * 2L)));
      }
      chunk.getBytes(body, at);
      return;
    }
    if (at <= limit) {
      body = new byte[0];
      whenTooLarge.run();
    }
    if (received > (long) limit * PATIENCE) {
      request.connection().close();
    }
  }

  private void end(Consumer<byte[]> whole) {
    if (received <= limit) {
      whole.accept(body.length == received ? body : Arrays.copyOf(body, (int) received));
    }
  }

  private static int announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return LEAST;
    }
    try {
      return (int) Math.clamp(Long.parseLong(length), LEAST, MOST_ON_TRUST);
    } catch (NumberFormatException e) {
      return LEAST;
    }
  }
}
