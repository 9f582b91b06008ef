// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Pods;
import io.cgrant.policy.Asks;
import io.cgrant.policy.Authorization;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Terms;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Requirement;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How many series there are, counted in what Prometheus would scrape.
final class PolicySeriesTest {

  /// Those of decisions that do not depend on policies: the largest are those of reasons and of
  /// buckets. All that a server has are counted by `MetricsIT`.
  private static final int OF_DECISIONS = 200;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final DecisionMeter meter = new DecisionMeter(new Meters(registry));

  @Test
  void aThousandPoliciesAreTwoThousandSeriesAndMorePoliciesAreNoMore() {
    assertTrue(series("") < OF_DECISIONS, () -> "there are " + series(""));
    meter.know(policies(0, 1_000));
    assertEquals(1_001, series("cgrant_grants_total"));
    assertEquals(1_001, series("cgrant_exceptions_used_total"));
    long full = series("");
    assertTrue(full < 2_000 + OF_DECISIONS, () -> "there are " + full);

    meter.know(policies(0, 3_000));
    for (int i = 0; i < 3_000; i++) {
      grant("policy-" + i);
    }
    assertEquals(full, series(""));
    assertEquals("1.0", value("cgrant_grants_total", "policy-999"));
    assertEquals("2000.0", value("cgrant_grants_total", Label.OTHERS));
  }

  @Test
  void whatIsGoneDisappearsAndMakesRoom() {
    meter.know(policies(0, 1_000));
    grant("policy-7");
    meter.know(policies(900, 1_900));
    assertEquals(1_001, series("cgrant_grants_total"));
    assertFalse(registry.scrape().contains("\"policy-7\""));
    assertEquals("0.0", value("cgrant_grants_total", "policy-1899"));

    for (int round = 0; round < 50; round++) {
      meter.know(policies(round * 1_000, round * 1_000 + 500));
    }
    assertEquals(501, series("cgrant_grants_total"));
    assertEquals(501, series("cgrant_exceptions_used_total"));
    meter.know(policies(0, 0));
    assertEquals(1, series("cgrant_grants_total"));
  }

  @Test
  void whoComesBackBeginsAnew() {
    meter.know(policies(0, 1));
    grant("policy-0");
    meter.know(policies(1, 2));
    meter.know(policies(0, 1));
    assertEquals("0.0", value("cgrant_grants_total", "policy-0"));
    grant("policy-0");
    assertEquals("1.0", value("cgrant_grants_total", "policy-0"));
  }

  @Test
  void aPolicyThatNobodyToldOfIsCountedUnderItsName() {
    grant("new");
    assertEquals("1.0", value("cgrant_grants_total", "new"));
  }

  @Test
  void nothingIsForgottenWhileNobodyKnowsThePolicies() {
    meter.know(policies(0, 3));
    meter.know(Snapshot.UNSYNCED);
    assertEquals(4, series("cgrant_grants_total"));
  }

  private void grant(String policy) {
    meter.decided(
        Asks.validate(Pods.granted().view()),
        new Verdict.Granted(Worlds.policy(policy), List.of()));
  }

  /// Each with an exception, so that it has as many series as there can be.
  private static Snapshot policies(int from, int to) {
    return Worlds.with(
        IntStream.range(from, to)
            .mapToObj(i -> withException("policy-" + i))
            .toArray(Policy[]::new));
  }

  private static Policy withException(String name) {
    var exception =
        new PolicyException("e", Set.of("ml"), Set.of(Requirement.limits), "r", "o", Instant.EPOCH);
    return Worlds.under(
        Worlds.policy(name),
        new Terms(List.of(exception), Optional.empty(), Authorization.NotRequired));
  }

  private long series(String prefix) {
    return registry
        .scrape()
        .lines()
        .filter(l -> !l.startsWith("#") && l.startsWith(prefix))
        .count();
  }

  private String value(String metric, String policy) {
    String series = metric + "{policy=\"" + policy + "\",} ";
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(series))
        .findFirst()
        .orElseThrow()
        .substring(series.length());
  }
}
