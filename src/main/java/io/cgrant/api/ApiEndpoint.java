// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Takes a request in, and sends what the desk says of it. A body is read only of who was let
/// in, and only as far as all bodies together have room.
public final class ApiEndpoint implements Handler<HttpServerRequest> {

  /// Requests that are worked on or wait for a thread.
  static final int MOST_UNDER_WAY = 16;

  /// In bytes, of all bodies under way.
  private static final int ROOM = 4 * ExplainResponder.BOUNDS.bytes();

  private final Vertx vertx;
  private final ApiDesk desk;
  private final ApiTally tally;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger room = new AtomicInteger(ROOM);

  /// @param vertx whose threads are the API's alone
  public ApiEndpoint(Vertx vertx, ApiDesk desk, ApiTally tally) {
    this.vertx = vertx;
    this.desk = desk;
    this.tally = tally;
  }

  @Override
  public void handle(HttpServerRequest request) {
    request.pause();
    Optional<ApiRoute> route = ApiRoute.of(request.path());
    if (route.isEmpty()) {
      send(request, route, Problem.of(ApiOutcome.NotFound, "there is no such path; see /openapi"));
      return;
    }
    switch (QuestionReader.read(route.get(), request)) {
      case QuestionReader.Reading.Bad(var reply) -> send(request, route, reply);
      case QuestionReader.Reading.Good(var question) -> admit(request, question);
    }
  }

  /// How many requests are worked on or wait for a thread.
  int underWay() {
    return underWay.get();
  }

  /// In bytes, by bodies that are under way.
  int taken() {
    return ROOM - room.get();
  }

  private void admit(HttpServerRequest request, Question question) {
    long length = length(request);
    if (length > ExplainResponder.BOUNDS.bytes()) {
      String detail =
          "the body is larger than "
              + ExplainResponder.BOUNDS.bytes()
              + " bytes; send less at once";
      send(request, question, Problem.of(ApiOutcome.TooLarge, detail));
      return;
    }
    work(
        request,
        question,
        () -> desk.admit(question),
        admission -> {
          switch (admission) {
            case Doorkeeper.Admission.Out(var reply) -> send(request, question, reply);
            case Doorkeeper.Admission.In in -> read(request, question, in, (int) length);
          }
        });
  }

  private void read(
      HttpServerRequest request, Question question, Doorkeeper.Admission.In by, int length) {
    // Who left while it was admitted sends no body and breaks none off: nobody would say so.
    if (request.response().closed()) {
      return;
    }
    if (room.addAndGet(-length) < 0) {
      room.addAndGet(length);
      send(request, question, ApiDesk.busy());
      return;
    }
    Future<Buffer> body = request.body();
    request.resume();
    body.onFailure(broken -> room.addAndGet(length))
        .onSuccess(bytes -> answer(request, question, by, bytes, length));
  }

  private void answer(
      HttpServerRequest request,
      Question question,
      Doorkeeper.Admission.In by,
      Buffer body,
      int length) {
    boolean isBegun =
        work(
            request,
            question,
            () -> {
              try {
                return desk.answer(question, by, body.getBytes());
              } finally {
                room.addAndGet(length);
              }
            },
            reply -> send(request, question, reply));
    if (!isBegun) {
      room.addAndGet(length);
    }
  }

  /// @param blocking done on a worker, unless too much is under way
  /// @param later gets what came of it, on the event loop
  /// @return false where too much is under way: it is never done, and that is answered
  private <T> boolean work(
      HttpServerRequest request, Question question, Supplier<T> blocking, Consumer<T> later) {
    if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
      underWay.decrementAndGet();
      send(request, question, ApiDesk.busy());
      return false;
    }
    vertx
        .executeBlocking(blocking::get, false)
        .onComplete(
            done -> {
              underWay.decrementAndGet();
              if (done.succeeded()) {
                later.accept(done.result());
              } else {
                send(request, question, desk.failed(done.cause()));
              }
            });
    return true;
  }

  private void send(HttpServerRequest request, Question question, Reply reply) {
    send(request, Optional.of(question.route()), reply);
  }

  private void send(HttpServerRequest request, Optional<ApiRoute> route, Reply reply) {
    tally.answered(route, reply.outcome());
    if (request.response().ended() || request.response().closed()) {
      return;
    }
    var response = request.response().setStatusCode(reply.outcome().status());
    response.putHeader("Content-Type", reply.type());
    response.putHeader("Cache-Control", "no-store");
    response.putHeader("X-Content-Type-Options", "nosniff");
    reply.headers().forEach(response::putHeader);
    response.end(Buffer.buffer(reply.body()));
    // What is left of a body is thrown away.
    if (!request.isEnded()) {
      request.resume();
    }
  }

  /// There is no other body: see `io.cgrant.connection`.
  private static long length(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length);
  }
}
