// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/// The port of probes and metrics: there is nothing to send to it.
@ApplicationScoped
class ManagementPort {

  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final int METHOD_NOT_ALLOWED = 405;

  void open(@Observes ManagementInterface management) {
    management.router().route().order(Integer.MIN_VALUE).handler(ManagementPort::onlyReading);
    BadRequests.answerOn(management.router());
  }

  /// Quarkus would collect a body, and only then look at the method.
  private static void onlyReading(RoutingContext context) {
    if (READING.contains(context.request().method())) {
      context.next();
      return;
    }
    context.response().setStatusCode(METHOD_NOT_ALLOWED).putHeader("Allow", "GET, HEAD").end();
  }
}
