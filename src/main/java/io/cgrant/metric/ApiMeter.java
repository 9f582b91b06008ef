// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import io.cgrant.api.ApiOutcome;
import io.cgrant.api.ApiRoute;
import io.cgrant.api.ApiTally;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Counts answers of the HTTP API. All series exist from the start.
public final class ApiMeter implements ApiTally {

  private final Map<ApiRoute, Map<ApiOutcome, Counter>> byRoute = new EnumMap<>(ApiRoute.class);
  private final Map<ApiOutcome, Counter> others;

  public ApiMeter(Meters meters) {
    for (ApiRoute route : ApiRoute.values()) {
      byRoute.put(route, counters(meters, route.path()));
    }
    others = counters(meters, ApiRoute.OTHER);
  }

  private static Map<ApiOutcome, Counter> counters(Meters meters, String path) {
    var counters = new EnumMap<ApiOutcome, Counter>(ApiOutcome.class);
    for (ApiOutcome outcome : ApiOutcome.values()) {
      counters.put(outcome, meters.counter(Metric.ApiRequests, path, outcome.name()));
    }
    return counters;
  }

  @Override
  public void answered(Optional<ApiRoute> route, ApiOutcome outcome) {
    route.map(byRoute::get).orElse(others).get(outcome).increment();
  }
}
