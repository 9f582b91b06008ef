// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Verdict;
import io.cgrant.webhook.EndpointPath;
import io.cgrant.webhook.Rejection;
import io.cgrant.webhook.Tally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Counts verdicts and how long they took. All series exist from the start, but for those of
/// policies; a request only adds to them.
public final class DecisionMeter implements Tally {

  private final Map<Ask.Phase, Map<Outcome, Counter>> decisions = new EnumMap<>(Ask.Phase.class);
  private final Map<EndpointPath, Timer> durations = new EnumMap<>(EndpointPath.class);
  private final Map<Rejection, Counter> rejections = new EnumMap<>(Rejection.class);
  private final PolicySeries exceptions;

  public DecisionMeter(Meters meters) {
    for (Ask.Phase phase : Ask.Phase.values()) {
      var byOutcome = new EnumMap<Outcome, Counter>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        byOutcome.put(outcome, meters.counter(Metric.Decisions, phase.name(), outcome.name()));
      }
      decisions.put(phase, byOutcome);
    }
    for (EndpointPath path : EndpointPath.values()) {
      durations.put(path, meters.timer(Metric.DecisionDuration, path.path()));
    }
    for (Rejection rejection : Rejection.values()) {
      rejections.put(rejection, meters.counter(Metric.RejectedRequests, rejection.name()));
    }
    exceptions = new PolicySeries(meters, Metric.ExceptionsUsed);
  }

  @Override
  public void decided(Ask ask, Verdict verdict) {
    decisions.get(ask.phase()).get(Outcome.of(verdict)).increment();
    if (verdict instanceof Verdict.Granted granted
        && ask.phase() == Ask.Phase.Validate
        && !ask.dryRun()) {
      granted(granted);
    }
  }

  private void granted(Verdict.Granted granted) {
    if (!granted.waivers().isEmpty()) {
      exceptions.of(granted.policy().name()).increment(granted.waivers().size());
    }
  }

  @Override
  public void answered(EndpointPath path, long nanos) {
    durations.get(path).record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void rejected(Rejection rejection) {
    rejections.get(rejection).increment();
  }
}
