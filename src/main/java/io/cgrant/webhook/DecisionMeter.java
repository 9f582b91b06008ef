// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Counts verdicts and how long they took. Every label has a closed set of values, and all series
/// exist from the start: what happens in a cluster never makes more of them. Only the use of
/// exceptions is counted by policy.
public final class DecisionMeter {

  private enum Outcome {
    NotAsked,
    Granted,
    Refused,
    Undecided;

    static Outcome of(Verdict verdict) {
      return switch (verdict) {
        case Verdict.NotAsked v -> NotAsked;
        case Verdict.Granted v -> Granted;
        case Verdict.Refused v -> Refused;
        case Verdict.Undecided v -> Undecided;
      };
    }
  }

  private final Map<Ask.Phase, Map<Outcome, Counter>> decisions = new EnumMap<>(Ask.Phase.class);
  private final Map<Ask.Phase, Timer> durations = new EnumMap<>(Ask.Phase.class);
  private final ExceptionMeter exceptions;
  private final Map<Rejection, Counter> rejections = new EnumMap<>(Rejection.class);

  public DecisionMeter(MeterRegistry registry) {
    exceptions = new ExceptionMeter(registry);
    for (Ask.Phase phase : Ask.Phase.values()) {
      var byOutcome = new EnumMap<Outcome, Counter>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        byOutcome.put(
            outcome,
            Counter.builder("cgrant.decisions")
                .description("Verdicts of the gate")
                .tag("phase", phase.name())
                .tag("verdict", outcome.name())
                .register(registry));
      }
      decisions.put(phase, byOutcome);
      durations.put(
          phase,
          Timer.builder("cgrant.decision.duration")
              .description("From the last byte of the request to the answer")
              .tag("phase", phase.name())
              .serviceLevelObjectives(
                  Duration.ofMillis(1),
                  Duration.ofMillis(5),
                  Duration.ofMillis(25),
                  Duration.ofMillis(100),
                  Duration.ofSeconds(1))
              .register(registry));
    }
    for (Rejection rejection : Rejection.values()) {
      rejections.put(
          rejection,
          Counter.builder("cgrant.rejected.requests")
              .description("Requests answered without a verdict")
              .tag("cause", rejection.name())
              .register(registry));
    }
  }

  void decided(Ask ask, Verdict verdict, long nanos) {
    decisions.get(ask.phase()).get(Outcome.of(verdict)).increment();
    durations.get(ask.phase()).record(nanos, TimeUnit.NANOSECONDS);
    if (verdict instanceof Verdict.Granted granted && !granted.waivers().isEmpty()) {
      exceptions.used(ask, granted);
    }
  }

  void rejected(Rejection rejection) {
    rejections.get(rejection).increment();
  }
}
