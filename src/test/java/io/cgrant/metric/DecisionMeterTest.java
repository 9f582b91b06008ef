// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.pod.Pods;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Asks;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Waiver;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Requirement;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DecisionMeterTest {

  private static final Ask VALIDATE = Asks.validate(Pods.granted().view());

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DecisionMeter meter = new DecisionMeter(new Meters(registry));

  @Test
  void countsWhatTheLastWordGranted() {
    meter.decided(VALIDATE, granted("ray"));
    meter.decided(VALIDATE, granted("ray"));
    meter.decided(Asks.mutate(Pods.granted().view()), granted("ray"));
    meter.decided(rehearsal(), granted("ray"));
    assertEquals(2, count("ray"));
  }

  @Test
  void neverMakesMoreSeriesThanItsBound() {
    for (int i = 0; i < 150; i++) {
      meter.decided(VALIDATE, granted("policy-" + i));
    }
    meter.decided(VALIDATE, granted("policy-0"));
    assertEquals(101, registry.getMeters().size());
    assertEquals(50, count("(others)"));
    assertEquals(2, count("policy-0"));
  }

  private double count(String policy) {
    return registry.get("cgrant.exceptions.used").tag("policy", policy).counter().count();
  }

  private static Ask rehearsal() {
    return new Ask(
        "u",
        Ask.Phase.Validate,
        Ask.Operation.CREATE,
        Asks.POD,
        Pods.granted().view(),
        Optional.empty(),
        Ask.Requester.NOBODY,
        true);
  }

  private static Verdict.Granted granted(String policy) {
    var exception =
        new PolicyException("e", Set.of("ml"), Set.of(Requirement.limits), "r", "o", Instant.EPOCH);
    return new Verdict.Granted(
        Worlds.policy(policy),
        List.of(),
        Verdict.Addition.NONE,
        List.of(new Waiver(exception, Instant.EPOCH, List.of())),
        List.of());
  }
}
