// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Makes the series of a [Metric], each once and beforehand: what is measured on the way of a
/// request is kept by who measures. Values of labels stand in the order of the labels.
public final class Meters {

  private final MeterRegistry registry;

  public Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /// That count nothing.
  public static Meters none() {
    return new Meters(new CompositeMeterRegistry());
  }

  /// That nobody reads.
  public static Meters unread() {
    return new Meters(new SimpleMeterRegistry());
  }

  /// One that is counted up.
  Counter counter(Metric metric, String... values) {
    return Counter.builder(name(metric, Kind.Counter))
        .description(metric.declaration().meaning())
        .tags(tags(metric, values))
        .register(registry);
  }

  /// One that is counted up by whoever refuses clients.
  public Runnable count(Metric metric, Enum<?>... values) {
    return counter(metric, names(values))::increment;
  }

  /// One that somebody else counts.
  public <T> void counted(Metric metric, T source, ToDoubleFunction<T> count, Enum<?>... values) {
    FunctionCounter.builder(name(metric, Kind.Counter), source, count)
        .description(metric.declaration().meaning())
        .tags(tags(metric, names(values)))
        .register(registry);
  }

  public <T> void gauge(Metric metric, T source, ToDoubleFunction<T> value, Enum<?>... values) {
    Gauge.builder(name(metric, Kind.Gauge), source, value)
        .description(metric.declaration().meaning())
        .tags(tags(metric, names(values)))
        .register(registry);
  }

  Timer timer(Metric metric, String... values) {
    return Timer.builder(name(metric, Kind.Histogram))
        .description(metric.declaration().meaning())
        .tags(tags(metric, values))
        .serviceLevelObjectives(Buckets.ALL.toArray(Duration[]::new))
        .register(registry);
  }

  void remove(Counter counter) {
    registry.remove(counter);
  }

  private static String name(Metric metric, Kind kind) {
    if (metric.declaration().kind() != kind) {
      throw new IllegalArgumentException(metric.exposed() + " is no " + kind);
    }
    return kind.plain(metric.exposed());
  }

  private static List<Tag> tags(Metric metric, String... values) {
    insistOn(metric, List.of(values));
    return IntStream.range(0, values.length)
        .mapToObj(i -> Tag.of(metric.declaration().labels().get(i).name().name(), values[i]))
        .toList();
  }

  private static String[] names(Enum<?>... values) {
    return Stream.of(values).map(Enum::name).toArray(String[]::new);
  }

  /// @throws IllegalArgumentException where a value is missing or none that the label can have
  private static void insistOn(Metric metric, List<String> values) {
    List<Label> labels = metric.declaration().labels();
    boolean fits = values.size() == labels.size();
    for (int i = 0; fits && i < labels.size(); i++) {
      fits = labels.get(i).allows(values.get(i));
    }
    if (!fits) {
      throw new IllegalArgumentException(metric.exposed() + " has no series with " + values);
    }
  }
}
