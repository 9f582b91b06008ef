// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.access.Callers;
import io.cgrant.access.Rights;
import io.cgrant.api.ApiDesk;
import io.cgrant.api.ApiEndpoint;
import io.cgrant.api.ApiServerPort;
import io.cgrant.api.Doorkeeper;
import io.cgrant.metric.ApiMeter;
import io.cgrant.metric.Meters;
import io.cgrant.outlet.Allowance;
import io.cgrant.sweep.ClusterToday;
import io.cgrant.sweep.HolderPages;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;

/// Puts the HTTP API together. Apart from [HttpApi], or the Java machine would load half of it to
/// see whether that one is sound.
final class HttpApiOpening {

  /// Of tokens that were not seen before: so many at once, then so many in a second. Whoever makes
  /// tokens up has the API server asked about each.
  private static final int MOST_REVIEWS = 100;

  private static final Duration NEXT_REVIEW = Duration.ofMillis(20);

  private HttpApiOpening() {}

  static AutoCloseable open(
      Configuration.Api configuration,
      String host,
      TlsIdentity identity,
      Backend backend,
      KubernetesClient client,
      Meters meters) {
    var callers =
        new Callers(client, configuration.audiences(), new Reviews()::mayAsk, Stopwatch.RUNNING);
    var doorkeeper = new Doorkeeper(callers, new Rights(client, Stopwatch.RUNNING));
    ClusterToday today = backend.today().orElseThrow();
    var knowledge =
        new ApiDesk.Knowledge(
            backend.snapshots(),
            () -> backend.state().age(),
            new HolderPages(client, today),
            today::policies);
    var desk = new ApiDesk(doorkeeper, knowledge);
    var meter = new ApiMeter(meters);
    return ApiServerPort.open(
        host,
        configuration.port(),
        identity.options(),
        vertx -> new ApiEndpoint(vertx, desk, meter));
  }

  private static final class Reviews {
    private final Allowance allowance =
        new Allowance(MOST_REVIEWS, NEXT_REVIEW, Stopwatch.RUNNING.instant());

    synchronized boolean mayAsk() {
      return allowance.take(Stopwatch.RUNNING.instant());
    }
  }
}
