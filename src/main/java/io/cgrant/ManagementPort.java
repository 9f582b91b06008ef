// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.outlet.Allowance;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// The port of probes and metrics: there is nothing to send to it.
@ApplicationScoped
class ManagementPort {

  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int SERVICE_UNAVAILABLE = 503;

  /// Of readings of all metrics, each of which may be a megabyte: so many at once, then twenty in a
  /// second. Quarkus queues them, also for those who are gone again.
  private static final int MOST_READINGS = 16;

  private static final Duration NEXT_READING = Duration.ofMillis(50);

  private final Allowance readings = new Allowance(MOST_READINGS, NEXT_READING, Instant.now());

  void open(@Observes ManagementInterface management) {
    management.router().route().order(Integer.MIN_VALUE).handler(ManagementPort::onlyReading);
    management.router().route("/q/metrics*").order(Integer.MIN_VALUE + 1).handler(this::read);
    BadRequests.answerOn(management.router());
  }

  private void read(RoutingContext context) {
    if (isAllowed()) {
      context.next();
      return;
    }
    context.response().setStatusCode(SERVICE_UNAVAILABLE).putHeader("Retry-After", "1").end();
  }

  private boolean isAllowed() {
    synchronized (readings) {
      return readings.take(Instant.now());
    }
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
