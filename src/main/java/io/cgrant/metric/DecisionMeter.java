// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Outcome;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicySet;
import io.cgrant.policy.Route;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.check.Reason;
import io.cgrant.webhook.EndpointPath;
import io.cgrant.webhook.Rejection;
import io.cgrant.webhook.Tally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Counts verdicts and how long they took. All series exist from the start, but for those of
/// policies; a request only adds to them.
public final class DecisionMeter implements Tally {

  private static final Route.Name[] ROUTES = Route.Name.values();

  private final Map<Ask.Phase, Map<Ask.Operation, Map<Outcome, Counter>>> decisions =
      new EnumMap<>(Ask.Phase.class);
  private final Map<Route.Name, Counter> granted = new EnumMap<>(Route.Name.class);
  private final Map<Route.Name, Counter> refused = new EnumMap<>(Route.Name.class);
  private final Map<EndpointPath, Timer> durations = new EnumMap<>(EndpointPath.class);
  private final Map<Rejection, Counter> rejections = new EnumMap<>(Rejection.class);
  private final Map<Reason, Counter> refusals = new EnumMap<>(Reason.class);
  private final Map<Verdict.Cause, Counter> undecided = new EnumMap<>(Verdict.Cause.class);
  private final PolicySeries grants;
  private final PolicySeries exceptions;
  private PolicySet known = PolicySet.EMPTY;

  public DecisionMeter(Meters meters) {
    for (Ask.Phase phase : Ask.Phase.values()) {
      var byOperation = new EnumMap<Ask.Operation, Map<Outcome, Counter>>(Ask.Operation.class);
      for (Ask.Operation operation : Ask.Operation.values()) {
        byOperation.put(operation, byOutcome(meters, phase, operation));
      }
      decisions.put(phase, byOperation);
    }
    for (Route.Name route : ROUTES) {
      granted.put(route, meters.counter(Metric.Routes, route.name(), Outcome.Granted.name()));
      refused.put(route, meters.counter(Metric.Routes, route.name(), Outcome.Refused.name()));
    }
    for (EndpointPath path : EndpointPath.values()) {
      durations.put(path, meters.timer(Metric.DecisionDuration, path.path()));
    }
    for (Rejection rejection : Rejection.values()) {
      rejections.put(rejection, meters.counter(Metric.RejectedRequests, rejection.name()));
    }
    for (Reason reason : Reason.values()) {
      refusals.put(reason, meters.counter(Metric.Refusals, reason.name()));
    }
    for (Verdict.Cause cause : Verdict.Cause.values()) {
      undecided.put(cause, meters.counter(Metric.Undecided, cause.name()));
    }
    grants = new PolicySeries(meters, Metric.Grants);
    exceptions = new PolicySeries(meters, Metric.ExceptionsUsed);
  }

  private static Map<Outcome, Counter> byOutcome(
      Meters meters, Ask.Phase phase, Ask.Operation operation) {
    var counters = new EnumMap<Outcome, Counter>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counters.put(
          outcome,
          meters.counter(Metric.Decisions, phase.name(), operation.name(), outcome.name()));
    }
    return counters;
  }

  @Override
  public void decided(Ask ask, Verdict verdict) {
    decisions.get(ask.phase()).get(ask.operation()).get(Outcome.of(verdict)).increment();
    boolean isOfRecord = ask.phase() != Ask.Phase.Preview && !ask.dryRun();
    if (!isOfRecord) {
      return;
    }
    switch (verdict) {
      case Verdict.NotAsked untouched -> {}
      case Verdict.Granted granted -> granted(ask, granted);
      case Verdict.Refused refused -> refused(refused);
      case Verdict.Undecided nobody -> undecided.get(nobody.cause()).increment();
    }
  }

  /// The first endpoint's word is not the last one.
  private void granted(Ask ask, Verdict.Granted granted) {
    if (ask.phase() != Ask.Phase.Validate) {
      return;
    }
    count(granted.routes(), this.granted);
    String policy = granted.policy().name();
    boolean isCreated =
        ask.operation() == Ask.Operation.CREATE && ask.subject().subresource().isEmpty();
    if (isCreated) {
      grants.of(policy).increment();
    }
    if (!granted.waivers().isEmpty()) {
      exceptions.of(policy).increment(granted.waivers().size());
    }
  }

  /// Without an iterator, which would be made anew for each verdict.
  private static void count(Set<Route.Name> routes, Map<Route.Name, Counter> counters) {
    for (Route.Name route : ROUTES) {
      if (routes.contains(route)) {
        counters.get(route).increment();
      }
    }
  }

  /// A bit for each reason: a set would be made anew for each refusal.
  private void refused(Verdict.Refused refused) {
    count(refused.routes(), this.refused);
    long seen = 0;
    for (int i = 0; i < refused.objections().size(); i++) {
      Reason reason = refused.objections().get(i).finding().reason();
      long bit = 1L << reason.ordinal();
      if ((seen & bit) == 0) {
        refusals.get(reason).increment();
      }
      seen |= bit;
    }
  }

  /// Which policies there are from now on. Not for the event loop.
  public synchronized void know(Snapshot snapshot) {
    PolicySet policies = snapshot.policies();
    if (!snapshot.synced() || policies.equals(known)) {
      return;
    }
    known = policies;
    grants.know(policies.ordered().stream().map(Policy::name).toList());
    exceptions.know(
        policies.ordered().stream()
            .filter(policy -> !policy.terms().exceptions().isEmpty())
            .map(Policy::name)
            .toList());
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
