// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.outlet.Drops;
import io.cgrant.policy.check.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Names and labels by Prometheus' conventions.
final class MetricTest {

  @ParameterizedTest
  @EnumSource
  void isNamedAfterPrometheus(Metric metric) {
    String name = metric.exposed();
    assertTrue(name.matches("cgrant(_[a-z]+)+"), name);
    assertEquals(metric.declaration().kind() == Kind.Counter, name.endsWith("_total"), name);
    assertTrue(metric.declaration().kind() != Kind.Histogram || name.endsWith("_seconds"), name);
    assertFalse(name.matches(".*_(bucket|count|sum|max|info|created|millis|bytes)"), name);
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatItMeansAndWhenToWorryInSentences(Metric metric) {
    assertTrue(metric.declaration().meaning().endsWith("."), metric.declaration().meaning());
    assertTrue(metric.declaration().worry().endsWith("."), metric.declaration().worry());
  }

  @Test
  void noLabelIsOfWhatTenantsMakeOrOfTheScrapeItself() {
    Set<String> names =
        Arrays.stream(Label.Name.values()).map(Enum::name).collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "cause",
            "change",
            "operation",
            "outcome",
            "path",
            "phase",
            "policy",
            "reason",
            "route",
            "signal",
            "state",
            "verdict"),
        names);
    var both = new HashSet<>(names);
    both.retainAll(ForbiddenLabels.ALL);
    assertEquals(Set.of(), both);
  }

  @ParameterizedTest
  @EnumSource
  void everyLabelButThePolicyIsClosed(Metric metric) {
    for (Label label : metric.declaration().labels()) {
      assertFalse(label.values().isEmpty(), metric.exposed());
      assertEquals(label.name() == Label.Name.policy, label.isOpen());
      assertEquals(label.isOpen(), label.allows("made-up"), metric.exposed());
    }
    int series =
        metric.declaration().labels().stream()
            .mapToInt(l -> l.values().size())
            .reduce(1, (a, b) -> a * b);
    assertTrue(series <= Reason.values().length, () -> metric.exposed() + ": " + series);
  }

  @Test
  void bucketsAreThoseOfTheApiServerAndOneMillisecond() {
    assertEquals(
        "[0.001, 0.005, 0.025, 0.1, 0.5, 1.0, 2.5, 10.0, 25.0]", Buckets.labels().toString());
  }

  @Test
  void whatIsNotDeclaredIsNotMeasured() {
    var meters = Meters.unread();
    assertThrows(
        IllegalArgumentException.class, () -> meters.counter(Metric.Decisions, "Validate"));
    assertThrows(
        IllegalArgumentException.class,
        () -> meters.counter(Metric.Decisions, "Validate", "CREATE", "Perhaps"));
    assertThrows(
        IllegalArgumentException.class,
        () -> meters.count(Metric.ClientsRefused, Drops.Cause.Sink));
    assertThrows(IllegalArgumentException.class, () -> meters.counter(Metric.SnapshotAge));
  }

  @Test
  void whatIsCountedOnceIsCountedByEveryoneWhoAsksForIt() {
    var registry = new SimpleMeterRegistry();
    var meters = new Meters(registry);
    meters.counter(Metric.RejectedRequests, "Busy").increment();
    meters.counter(Metric.RejectedRequests, "Busy").increment();
    Counter counter = registry.get("cgrant.rejected.requests").counter();
    assertEquals(2, counter.count());
  }
}
