// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.connection.Cut;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.function.Consumer;

/// Collects a request's body without blocking, up to a limit for each and, for those that are not
/// ordinary, as long as there is room and the request has time.
///
/// What comes after a rejection is thrown away as it comes, so that the sender gets to read why.
/// How long it may go on sending is up to `io.cgrant.connection`.
final class BodyCollector {

  private static final byte[] NOTHING = new byte[0];

  private final HttpServerRequest request;
  private final Vertx vertx;
  private final Terms terms;
  private final Consumer<Rejection> rejected;
  private final long announced;
  private byte[] body = NOTHING;
  private long received;
  private long timer = -1;
  private boolean over;

  /// @param limit in bytes, for one body
  /// @param deadline when one that is not ordinary must be complete
  record Terms(int limit, BodyRoom room, Deadline deadline) {}

  private BodyCollector(
      HttpServerRequest request, Vertx vertx, Terms terms, Consumer<Rejection> rejected) {
    this.request = request;
    this.vertx = vertx;
    this.terms = terms;
    this.rejected = rejected;
    this.announced = announced(request);
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
    if (received > terms.limit()) {
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
    int grown = (int) Math.min(terms.limit(), Math.max(received, wished()));
    if (!terms.room().take(grown)) {
      reject(Rejection.Busy);
      return false;
    }
    if (grown > BodyRoom.ORDINARY && timer < 0) {
      long left = terms.deadline().left(System.nanoTime()).toMillis();
      timer = vertx.setTimer(Math.max(1, left), late -> cutOff());
    }
    // While it is copied both are there, and both are counted.
    int before = body.length;
    body = Arrays.copyOf(body, grown);
    terms.room().giveBack(before);
    return true;
  }

  /// A sender's word alone gets what every connection may have, so that an ordinary body is never
  /// copied; who has sent more than half of it gets as much again, and a large one all at once.
  private long wished() {
    if (received > BodyRoom.SMALL) {
      return announced;
    }
    return Math.min(announced, Math.max(BodyRoom.ORDINARY, 2 * received));
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
    if (!terms.room().beginReading(body.length)) {
      reject(Rejection.Busy);
      return;
    }
    try {
      whole.accept(body);
    } finally {
      terms.room().endReading(body.length);
      letGo();
    }
  }

  private void cutOff() {
    letGo();
    Cut.off(request.connection());
  }

  private void letGo() {
    over = true;
    terms.room().giveBack(body.length);
    body = NOTHING;
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  /// There is no other body: see `io.cgrant.connection`.
  private static long announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length);
  }
}
