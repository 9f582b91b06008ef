// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.outlet.Drops;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Tells on each policy what came of pods by it: one Event for each kind of happening, which counts
/// them all. Where and why is told elsewhere, on the object that a person looks at.
///
/// Its allowance and its tally are its own: it takes the place of no other Event, and what came of
/// a pod is counted once in each. For one thread.
final class PolicyEvents {

  private static final Logger LOG = Logger.getLogger(PolicyEvents.class);

  /// One bad Deployment is told on five policies, and each replica counts for itself. Sooner, they
  /// would write more than Events are allowed, for numbers that nobody waits for. A thousand busy
  /// policies have five sorts of Events each; with less room, each would be begun again and again.
  private static final EventWriter.Terms TERMS =
      new EventWriter.Terms(Duration.ofMinutes(1), 5_000);

  /// Each write that fails may have taken seconds, of the thread that tells of pods as well.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final EventTally tally = new EventTally();
  private final EventWriter writer;
  private final PolicySource policies;
  private Instant pausedUntil = Instant.MIN;

  PolicyEvents(EventStore store, PolicySource policies, String instance, Instant now) {
    this.writer = new EventWriter(store, instance, tally, TERMS, now);
    this.policies = policies;
  }

  EventTally tally() {
    return tally;
  }

  /// Of a policy that is gone nothing is told: nobody can look at it. That is counted, and so is
  /// what cannot be told and is dropped; nothing is thrown.
  ///
  /// @param times how often it happened, at least once
  void tell(Happening happening, int times, Instant now) {
    for (String policy : happening.policies()) {
      try {
        Optional<String> uid = policies.uid(policy);
        if (uid.isEmpty()) {
          tally.pass(times);
          continue;
        }
        PolicyHappenings.of(happening.kind(), policy, uid.get())
            .ifPresent(on -> write(on.settled(), times, now));
      } catch (RuntimeException | Error e) {
        tally.drops().add(Drops.Cause.ApiServer, times);
        LOG.warn("an Event on a policy was lost", e);
      }
    }
  }

  private void write(Happening on, int times, Instant now) {
    if (isPaused(now)) {
      tally.drops().add(Drops.Cause.ApiServer, times);
      return;
    }
    long before = failures();
    writer.write(on, times, now);
    pauseAfterMoreThan(before, now);
  }

  private boolean isPaused(Instant now) {
    return now.isBefore(pausedUntil);
  }

  private long failures() {
    return tally.drops().count(Drops.Cause.ApiServer);
  }

  private void pauseAfterMoreThan(long failuresBefore, Instant now) {
    if (failures() > failuresBefore) {
      pausedUntil = now.plus(PAUSE);
    }
  }

  /// As [EventWriter#writeDueCounts].
  void writeDueCounts(Instant now) {
    if (!isPaused(now)) {
      long before = failures();
      writer.writeDueCounts(now);
      pauseAfterMoreThan(before, now);
    }
  }

  /// As [EventWriter#writeAllCounts], but for what is not to be hoped for.
  void writeAllCounts(Instant now) {
    if (isPaused(now)) {
      writer.forgetAll();
    } else {
      writer.writeAllCounts(now);
    }
  }

  /// As [EventWriter#forgetAll].
  void forgetAll() {
    writer.forgetAll();
  }
}
