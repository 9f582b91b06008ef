// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.vertx.core.VertxException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/// Answers requests that Vert.x refuses before any route has them, as those without a readable
/// `Host`. Quarkus would log each as an error of ours, in a line with a stack trace, as fast as a
/// stranger sends them.
final class BadRequests {

  private static final int BAD_REQUEST = 400;

  private BadRequests() {}

  static void answerOn(Router router) {
    router.route().failureHandler(BadRequests::answer);
  }

  private static void answer(RoutingContext failed) {
    if (isOfTheSender(failed)) {
      failed.response().setStatusCode(BAD_REQUEST).end();
    } else {
      failed.next();
    }
  }

  /// What fails in our own code has another status.
  private static boolean isOfTheSender(RoutingContext failed) {
    boolean hasOurs = failed.failure() != null && !(failed.failure() instanceof VertxException);
    return failed.statusCode() == BAD_REQUEST && !hasOurs && !failed.response().headWritten();
  }
}
