// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.outlet.Allowance;
import io.cgrant.pod.PodView.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Lets an Event regard the object that a person wrote: the Deployment and not its ReplicaSet, the
/// CronJob and not its Job. Where nobody says whose one is, it stays with that. For one thread.
///
/// What it asks is bounded: once for each object in ten minutes, five times a second at most, and
/// after a failure nothing for a minute, so that an API server that hangs or that refuses costs
/// Events little time and verdicts none.
final class TopOwners {

  private static final int MOST_KNOWN = 2_000;
  private static final Duration KNOWN_FOR = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int BURST = 50;
  private static final Duration REFILL = Duration.ofMillis(200);

  /// Of the controllers that make pods, those that are mostly made by another. For others cgrant
  /// has no right to ask.
  private static final Set<String> MADE_BY_OTHERS = Set.of("apps/v1 ReplicaSet", "batch/v1 Job");

  private final OwnerSource source;
  private final Map<Thing, Known> known = new Oldest<>(MOST_KNOWN);
  private final Allowance allowance;
  private Instant asksFrom = Instant.MIN;

  /// @param above empty where nobody controls it, or nobody could say
  private record Known(Optional<Thing> above, Instant until) {}

  TopOwners(OwnerSource source, Instant now) {
    this.source = source;
    this.allowance = new Allowance(BURST, REFILL, now);
  }

  /// May block as long as the source does.
  Happening raise(Happening happening, Instant now) {
    Thing thing = happening.regarding();
    if (!MADE_BY_OTHERS.contains(thing.apiVersion() + " " + thing.kind())) {
      return happening;
    }
    return above(thing, now).map(happening::raisedTo).orElse(happening);
  }

  /// From now on only what is known counts: there is no time to ask.
  void askNobody() {
    asksFrom = Instant.MAX;
  }

  private Optional<Thing> above(Thing thing, Instant now) {
    Known before = known.get(thing);
    if (before != null && now.isBefore(before.until())) {
      return before.above();
    }
    if (now.isBefore(asksFrom) || !allowance.take(now)) {
      // Rather what was true some minutes ago than two Events about one thing.
      return before == null ? Optional.empty() : before.above();
    }
    Optional<Thing> found = ask(thing, now);
    known.put(thing, new Known(found, now.plus(found.isPresent() ? KNOWN_FOR : PAUSE)));
    return found;
  }

  /// Nothing is lost by a failure, and the log of the API server has it.
  private Optional<Thing> ask(Thing thing, Instant now) {
    var owner = new Owner(thing.apiVersion(), thing.kind(), thing.name(), thing.uid());
    try {
      return source
          .above(thing.namespace(), owner)
          .map(o -> new Thing(o.apiVersion(), o.kind(), thing.namespace(), o.name(), o.uid()));
    } catch (RuntimeException e) {
      asksFrom = now.plus(PAUSE);
      return Optional.empty();
    }
  }
}
