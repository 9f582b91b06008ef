// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.function.Consumer;

/// Collects a request's body without blocking, up to a limit for each and, for large ones, a budget
/// for all and the time the request has.
///
/// Small bodies need no budget, so that large ones that never end cannot stop them. What comes
/// after a rejection is thrown away as it comes, so that the sender gets to read why; one that
/// never stops sending is cut off.
final class BodyCollector {

  /// How much more than the limit is thrown away before the connection is closed.
  private static final int PATIENCE = 4;

  /// Ten times what the API server usually sends.
  private static final int SMALL = 128 * 1024;

  private static final int LEAST = 1024;

  private final HttpServerRequest request;
  private final Vertx vertx;
  private final Terms terms;
  private final Consumer<Rejection> rejected;
  private byte[] body = new byte[0];
  private long received;
  private long taken;
  private long timer = -1;
  private boolean over;

  /// @param limit in bytes, for one body
  /// @param deadline when a large body must be complete
  record Terms(int limit, BodyBudget budget, Deadline deadline) {}

  private BodyCollector(
      HttpServerRequest request, Vertx vertx, Terms terms, Consumer<Rejection> rejected) {
    this.request = request;
    this.vertx = vertx;
    this.terms = terms;
    this.rejected = rejected;
  }

  /// @param whole called once, when all of it is there
  /// @param rejected called once instead, when it is too large or comes at a bad time
  static void collect(
      HttpServerRequest request,
      Vertx vertx,
      Terms terms,
      Consumer<byte[]> whole,
      Consumer<Rejection> rejected) {
    var collector = new BodyCollector(request, vertx, terms, rejected);
    request.handler(collector::add);
    request.endHandler(end -> collector.end(whole));
    request.exceptionHandler(broken -> collector.letGo());
    // Quarkus hands requests over paused.
    request.resume();
  }

  private void add(Buffer chunk) {
    int at = (int) Math.min(received, terms.limit());
    received += chunk.length();
    if (received > (long) terms.limit() * PATIENCE) {
      request.connection().close();
    } else if (received > terms.limit()) {
      reject(Rejection.TooLarge);
    } else if (received <= body.length || grow()) {
      chunk.getBytes(body, at);
    }
  }

  /// False when the request is, or was before, rejected.
  private boolean grow() {
    if (over) {
      return false;
    }
    long wished = body.length == 0 ? announced() : body.length * 2L;
    int grown = (int) Math.min(terms.limit(), Math.max(received, wished));
    if (grown > SMALL && !takeFor(grown)) {
      reject(Rejection.Busy);
      return false;
    }
    body = Arrays.copyOf(body, grown);
    return true;
  }

  private boolean takeFor(int grown) {
    if (!terms.budget().take(grown - taken)) {
      return false;
    }
    taken = grown;
    if (timer < 0) {
      long left = terms.deadline().left(System.nanoTime()).toMillis();
      timer = vertx.setTimer(Math.max(1, left), late -> request.connection().close());
    }
    return true;
  }

  private void reject(Rejection reason) {
    if (!over) {
      letGo();
      rejected.accept(reason);
    }
  }

  private void end(Consumer<byte[]> whole) {
    if (over) {
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
    over = true;
    terms.budget().giveBack(taken);
    taken = 0;
    body = new byte[0];
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  /// What the sender says is coming, as far as that is taken on trust.
  private long announced() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return LEAST;
    }
    try {
      return Math.clamp(Long.parseLong(length), LEAST, SMALL);
    } catch (NumberFormatException e) {
      return LEAST;
    }
  }
}
