// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts grants that needed an exception, by policy. Whoever writes policies could make any number
/// of names, so only the first ones get a series of their own.
final class ExceptionMeter {

  private static final int MOST_POLICIES = 100;

  /// No name of a policy: it has parentheses.
  private static final String OTHERS = "(others)";

  private final MeterRegistry registry;
  private final Map<String, Counter> byPolicy = new ConcurrentHashMap<>();

  ExceptionMeter(MeterRegistry registry) {
    this.registry = registry;
    series(OTHERS);
  }

  void used(Ask ask, Verdict.Granted granted) {
    if (ask.phase() != Ask.Phase.Validate || ask.dryRun()) {
      return;
    }
    String policy = granted.policy().name();
    boolean hasRoom = byPolicy.size() <= MOST_POLICIES || byPolicy.containsKey(policy);
    series(hasRoom ? policy : OTHERS).increment(granted.waivers().size());
  }

  private Counter series(String policy) {
    return byPolicy.computeIfAbsent(
        policy,
        name ->
            Counter.builder("cgrant.exceptions.used")
                .description("Exceptions without which a pod would not have been granted")
                .tag("policy", name)
                .register(registry));
  }
}
