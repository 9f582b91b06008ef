// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/// Collects a request's body without blocking, up to a limit for each and a budget for all.
///
/// What comes after a rejection is thrown away as it comes, so that the sender gets to read why;
/// one that never stops sending is cut off.
final class BodyCollector {

  /// How much more than the limit is thrown away before the connection is closed.
  private static final int PATIENCE = 4;

  /// What a sender may make us reserve by announcing a body, before it has sent any of it.
  private static final int MOST_ON_TRUST = 64 * 1024;

  private static final int LEAST = 1024;

  private final HttpServerRequest request;
  private final int limit;
  private final BodyBudget budget;
  private final Consumer<Rejection> rejected;
  private byte[] body = new byte[0];
  private long received;
  private Optional<Rejection> rejection = Optional.empty();

  private BodyCollector(
      HttpServerRequest request, int limit, BodyBudget budget, Consumer<Rejection> rejected) {
    this.request = request;
    this.limit = limit;
    this.budget = budget;
    this.rejected = rejected;
  }

  /// @param limit in bytes
  /// @param whole called once, when all of it is there
  /// @param rejected called once instead, when it is too large or comes at a bad time
  static void collect(
      HttpServerRequest request,
      int limit,
      BodyBudget budget,
      Consumer<byte[]> whole,
      Consumer<Rejection> rejected) {
    var collector = new BodyCollector(request, limit, budget, rejected);
    request.handler(collector::add);
    request.endHandler(end -> collector.end(whole));
    request.exceptionHandler(broken -> collector.letGo());
    collector.grow(announced(request));
    // Quarkus hands requests over paused.
    request.resume();
  }

  private void add(Buffer chunk) {
    int at = (int) Math.min(received, limit);
    received += chunk.length();
    if (received > (long) limit * PATIENCE) {
      request.connection().close();
    } else if (received > limit) {
      reject(Rejection.TooLarge);
    } else if (received <= body.length || grow(Math.max(received, body.length * 2L))) {
      chunk.getBytes(body, at);
    }
  }

  /// False when the request is, or was before, rejected.
  private boolean grow(long length) {
    if (rejection.isPresent()) {
      return false;
    }
    int grown = (int) Math.min(limit, length);
    if (!budget.take(grown - body.length)) {
      reject(Rejection.Busy);
      return false;
    }
    body = Arrays.copyOf(body, grown);
    return true;
  }

  private void reject(Rejection reason) {
    if (rejection.isEmpty()) {
      rejection = Optional.of(reason);
      letGo();
      rejected.accept(reason);
    }
  }

  private void end(Consumer<byte[]> whole) {
    if (rejection.isPresent()) {
      return;
    }
    byte[] all = body.length == received ? body : Arrays.copyOf(body, (int) received);
    try {
      whole.accept(all);
    } finally {
      letGo();
    }
  }

  private void letGo() {
    budget.giveBack(body.length);
    body = new byte[0];
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
