// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;

/// Why a request gets an HTTP error instead of an answer. The API server counts each as a failed
/// call, and so as a refusal where the webhook's failure policy is `Fail`.
public enum Rejection {
  Unreadable(400, "the body is no AdmissionReview"),
  WrongMethod(405, "send an AdmissionReview by POST"),
  TooLarge(413, "the body is larger than %d bytes"),
  /// Too much is under way already.
  Busy(429, "too much is under way at once; try again"),
  /// A fault of cgrant's own.
  InternalError(500, "cgrant failed on this request; its log says why");

  private final int status;
  private final String sentence;

  Rejection(int status, String sentence) {
    this.status = status;
    this.sentence = sentence;
  }

  /// What to say where nothing closer is known.
  ///
  /// @param limit in bytes, of one body
  String sentence(int limit) {
    return sentence.formatted(limit);
  }

  void answer(HttpServerRequest request, String message) {
    if (this == Busy) {
      // The API server repeats a call that says when to (client-go, with_retry.go).
      request.response().putHeader("Retry-After", "1");
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(Buffer.buffer((message + "\n").getBytes(StandardCharsets.UTF_8)));
  }
}
