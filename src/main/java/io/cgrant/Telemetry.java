// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.metric.Meters;
import io.cgrant.metric.Metric;
import io.cgrant.metric.Signal;
import io.cgrant.outlet.Backlog;
import io.cgrant.outlet.Drops;
import io.cgrant.ownership.TopOwners;
import io.cgrant.record.Line;
import io.cgrant.telemetry.Authority;
import io.cgrant.telemetry.Collector;
import io.cgrant.telemetry.Headers;
import io.cgrant.telemetry.SentLines;
import io.cgrant.telemetry.SentSpans;
import io.cgrant.webhook.Tracing;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What goes to a collector, where one is named. Where none is, nothing of OpenTelemetry is loaded.
final class Telemetry {

  private static final String PREFIX = "cgrant.otlp.";

  private final Configuration.Otlp configuration;
  private final Optional<Collector> collector;
  private final Map<Signal, Drops> drops = new EnumMap<>(Signal.class);

  /// @throws IllegalArgumentException where a key makes no sense
  Telemetry(Configuration.Otlp configuration, Collector.Sender sender, Meters meters) {
    this.configuration = configuration;
    this.collector =
        configuration
            .endpoint()
            .map(endpoint -> named("endpoint", endpoint, e -> collector(e, sender)));
    named("sampling", configuration.sampling(), Telemetry::share);
    for (Signal signal : Signal.values()) {
      drops.put(signal, new Drops());
    }
    if (collector.isPresent()) {
      drops.forEach((signal, counts) -> measure(signal, counts, meters));
    }
  }

  private Collector collector(URI endpoint, Collector.Sender sender) {
    return new Collector(
        endpoint,
        configuration.headers().map(file -> named("headers", file, Headers::new)),
        configuration.authority().map(file -> named("authority", file, Authority::new)),
        sender);
  }

  private static double share(double sampling) {
    if (sampling >= 0 && sampling <= 1) {
      return sampling;
    }
    throw new IllegalArgumentException(sampling + " is no share; write a number from 0 to 1");
  }

  private static void measure(Signal signal, Drops counts, Meters meters) {
    for (Drops.Cause cause : Drops.Cause.values()) {
      meters.counted(Metric.OtlpDropped, counts, d -> d.count(cause), signal, cause);
    }
  }

  /// The lines of the decision log. To be called once.
  ///
  /// @param owners what lines say of owners above those that a pod names
  Optional<Backlog<Line>> lines(TopOwners owners) {
    return collector
        .filter(c -> configuration.logs())
        .map(c -> SentLines.to(c, drops.get(Signal.Logs), owners));
  }

  /// Spans of decisions. To be called once.
  Tracing tracing() {
    return collector
        .filter(c -> configuration.traces())
        .<Tracing>map(c -> SentSpans.to(c, configuration.sampling(), drops.get(Signal.Traces)))
        .orElse(Tracing.NONE);
  }

  private static <T, R> R named(String key, T value, Function<T, R> use) {
    try {
      return use.apply(value);
    } catch (IllegalArgumentException e) {
      String message = e.getMessage();
      boolean isNamed = message.startsWith(PREFIX);
      throw new IllegalArgumentException(isNamed ? message : PREFIX + key + ": " + message, e);
    }
  }
}
