// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.ownership;

import io.cgrant.outlet.Allowance;
import io.cgrant.outlet.Oldest;
import io.cgrant.pod.PodView.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Knows the object that a person wrote: the Deployment of a ReplicaSet, the CronJob of a Job.
/// Several threads may ask; while one waits for an answer, so do the others.
///
/// What it asks is bounded: once for each object in ten minutes, five times a second at most, and
/// after a failure nothing for a minute, so that an API server that hangs or that refuses costs
/// whoever tells of verdicts little time, and verdicts none.
public final class TopOwners {

  private static final int MOST_KNOWN = 2_000;
  private static final Duration KNOWN_FOR = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int BURST = 50;
  private static final Duration REFILL = Duration.ofMillis(200);

  /// Of the controllers that make pods, those that are mostly made by another. For others cgrant
  /// has no right to ask.
  private static final Set<String> MADE_BY_OTHERS = Set.of("apps/v1 ReplicaSet", "batch/v1 Job");

  /// No object has a longer name, but an owner in a pod may: nobody else checks it, and many are
  /// remembered.
  private static final int LONGEST = 253;

  private final OwnerSource source;
  private final Map<Made, Known> known = new Oldest<>(MOST_KNOWN);
  private final Allowance allowance;
  private Instant asksFrom = Instant.MIN;
  private volatile boolean asksNobody;

  private record Made(String namespace, Owner owner) {}

  /// @param above empty where nobody controls it, or nobody could say
  private record Known(Optional<Owner> above, Instant until) {}

  public TopOwners(OwnerSource source, Instant now) {
    this.source = source;
    this.allowance = new Allowance(BURST, REFILL, now);
  }

  /// Knows of nobody, and asks nobody.
  public static TopOwners nobody() {
    return new TopOwners((namespace, owner) -> Optional.empty(), Instant.EPOCH);
  }

  /// Whether there may be one above it.
  public static boolean isMadeByOthers(Owner owner) {
    return MADE_BY_OTHERS.contains(owner.apiVersion() + " " + owner.kind())
        && owner.name().length() <= LONGEST
        && owner.uid().length() <= LONGEST;
  }

  /// May block as long as the source does.
  ///
  /// @param owner who controls a pod of the namespace
  /// @return empty where nobody controls it, and where nobody says so
  public synchronized Optional<Owner> above(String namespace, Owner owner, Instant now) {
    if (!isMadeByOthers(owner)) {
      return Optional.empty();
    }
    var made = new Made(namespace, owner);
    Known before = known.get(made);
    if (before != null && now.isBefore(before.until())) {
      return before.above();
    }
    if (asksNobody || now.isBefore(asksFrom) || !allowance.take(now)) {
      // Rather what was true some minutes ago than two tales about one thing.
      return before == null ? Optional.empty() : before.above();
    }
    Optional<Owner> found = ask(made, now);
    known.put(made, new Known(found, now.plus(found.isPresent() ? KNOWN_FOR : PAUSE)));
    return found;
  }

  /// From now on only what is known counts: there is no time to ask.
  public void askNobody() {
    asksNobody = true;
  }

  /// Nothing is lost by a failure, and the log of the API server has it.
  private Optional<Owner> ask(Made made, Instant now) {
    try {
      return source.above(made.namespace(), made.owner());
    } catch (RuntimeException e) {
      asksFrom = now.plus(PAUSE);
      return Optional.empty();
    }
  }
}
