// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.ownership;

import io.cgrant.outlet.Allowance;
import io.cgrant.outlet.Oldest;
import io.cgrant.pod.PodView.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Knows the object that a person wrote: the Deployment of a ReplicaSet, the CronJob of a Job.
/// Several threads may ask; while one waits for an answer about an object, so do others that ask
/// about that object, and nobody else.
///
/// What it asks is bounded: once for each object in ten minutes, five times a second at most and
/// once for one namespace, and after a failure nothing for a minute, so that an API server that
/// hangs or that refuses costs whoever tells of verdicts little time, and verdicts none.
public final class TopOwners {

  private static final int MOST_KNOWN = 2_000;
  private static final Duration KNOWN_FOR = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int BURST = 50;
  private static final Duration REFILL = Duration.ofMillis(200);
  private static final int BURST_OF_NAMESPACE = 20;
  private static final Duration REFILL_OF_NAMESPACE = Duration.ofSeconds(1);

  /// Of the controllers that make pods, those that are mostly made by another. For others cgrant
  /// has no right to ask.
  private static final Map<String, String> MADE_BY_OTHERS =
      Map.of("ReplicaSet", "apps/v1", "Job", "batch/v1");

  /// No object has a longer name, but an owner in a pod may: nobody else checks it, and many are
  /// remembered.
  private static final int LONGEST = 253;

  private final OwnerSource source;
  private final Map<Made, Known> known = new Oldest<>(MOST_KNOWN);
  private final Map<String, Allowance> namespaces = new Oldest<>(MOST_KNOWN);
  private final Map<Made, CompletableFuture<Optional<Owner>>> asking = new HashMap<>();
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
    return owner.apiVersion().equals(MADE_BY_OTHERS.get(owner.kind()))
        && owner.name().length() <= LONGEST
        && owner.uid().length() <= LONGEST;
  }

  /// May block as long as the source does.
  ///
  /// @param owner who controls a pod of the namespace
  /// @return empty where nobody controls it, and where nobody says so
  public Optional<Owner> above(String namespace, Owner owner, Instant now) {
    if (!isMadeByOthers(owner)) {
      return Optional.empty();
    }
    var made = new Made(namespace, owner);
    var answer = new CompletableFuture<Optional<Owner>>();
    CompletableFuture<Optional<Owner>> asked;
    synchronized (this) {
      Known before = known.get(made);
      if (before != null && now.isBefore(before.until())) {
        return before.above();
      }
      asked = asking.get(made);
      if (asked == null && !mayAsk(namespace, now)) {
        // Rather what was true some minutes ago than two tales about one thing.
        return before == null ? Optional.empty() : before.above();
      }
      if (asked == null) {
        asking.put(made, answer);
      }
    }
    if (asked != null) {
      return asked.join();
    }
    Optional<Owner> found = Optional.empty();
    try {
      found = ask(made, now);
    } finally {
      // Whatever went wrong: who waits for this answer must not wait for ever.
      answered(made, found, now);
      answer.complete(found);
    }
    return found;
  }

  private synchronized void answered(Made made, Optional<Owner> found, Instant now) {
    known.put(made, new Known(found, now.plus(found.isPresent() ? KNOWN_FOR : PAUSE)));
    asking.remove(made);
  }

  /// What owners a pod names is up to its author, and so is how many.
  private boolean mayAsk(String namespace, Instant now) {
    return !asksNobody
        && !now.isBefore(asksFrom)
        && namespaces
            .computeIfAbsent(
                namespace, one -> new Allowance(BURST_OF_NAMESPACE, REFILL_OF_NAMESPACE, now))
            .take(now)
        && allowance.take(now);
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
      synchronized (this) {
        asksFrom = now.plus(PAUSE);
      }
      return Optional.empty();
    }
  }
}
