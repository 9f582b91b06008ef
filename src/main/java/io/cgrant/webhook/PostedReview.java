// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BiConsumer;

/// What every endpoint does with a request before it is read and after it is answered.
///
/// @param limit in bytes, of one body
/// @param bodies how much all bodies under way may take together
/// @param failures where our own are told
record PostedReview(Vertx vertx, int limit, BodyRoom bodies, Tally tally, Failures failures) {

  PostedReview(Vertx vertx, int limit, BodyRoom bodies, Tally tally) {
    this(vertx, limit, bodies, tally, new Failures());
  }

  /// Of pods and of what holds some.
  PostedReview(Vertx vertx, BodyRoom bodies, Tally tally) {
    this(vertx, BodyRoom.LARGEST, bodies, tally);
  }

  /// @param body gets the whole body on the event loop, and until when an answer is of use
  void receive(HttpServerRequest request, BiConsumer<byte[], Deadline> body) {
    if (!request.method().equals(HttpMethod.POST)) {
      request.response().putHeader("Allow", "POST");
      reject(request, Rejection.WrongMethod);
      return;
    }
    Deadline deadline = Deadline.ofQuery(request.query(), System.nanoTime());
    BodyCollector.collect(
        request,
        vertx,
        new BodyCollector.Terms(limit, bodies, deadline),
        bytes -> answering(request, () -> body.accept(bytes, deadline)),
        rejection -> reject(request, rejection));
  }

  /// Does what answers a request, now or later. Where that fails, the request has an answer all the
  /// same, which is no grant: without one it would wait until the API server's patience ends.
  void answering(HttpServerRequest request, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      fail(request, "answering a request failed", e);
    }
  }

  /// @param what failed, as the beginning of a sentence
  void fail(HttpServerRequest request, String what, Throwable failure) {
    failures.tell(what, failure);
    boolean isAnswered = request.response().ended() || request.response().closed();
    if (!isAnswered) {
      reject(request, Rejection.InternalError);
    }
  }

  void answer(HttpServerRequest request, byte[] answer) {
    request.response().putHeader("Content-Type", "application/json").end(Buffer.buffer(answer));
  }

  /// Where nothing closer is known.
  void reject(HttpServerRequest request, Rejection rejection) {
    reject(request, rejection, rejection.sentence(limit));
  }

  void reject(HttpServerRequest request, Rejection rejection, String message) {
    tally.rejected(rejection);
    rejection.answer(request, message);
  }
}
