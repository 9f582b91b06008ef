// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Tells on each policy what came of pods by it: one Event for each kind of happening, which counts
/// them all. Where and why is told elsewhere, on the object that a person looks at.
///
/// Its allowance and its tally are its own: it takes the place of no other Event, and what came of
/// a pod is counted once in each. For one thread.
final class PolicyEvents {

  /// One bad Deployment is told on five policies, and each replica counts for itself. Sooner, they
  /// would write more than Events are allowed, for numbers that nobody waits for.
  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

  private final EventTally tally = new EventTally();
  private final EventWriter writer;
  private final PolicySource policies;

  PolicyEvents(EventStore store, PolicySource policies, String instance, Instant now) {
    this.writer = new EventWriter(store, instance, tally, FIRST_WAIT, now);
    this.policies = policies;
  }

  EventTally tally() {
    return tally;
  }

  /// Of a policy that is gone nothing is told: nobody can look at it.
  ///
  /// @param times how often it happened, at least once
  void tell(Happening happening, int times, Instant now) {
    for (String policy : happening.policies()) {
      Optional<Happening> told =
          policies.uid(policy).flatMap(uid -> PolicyHappenings.of(happening.kind(), policy, uid));
      told.ifPresent(on -> writer.write(on, times, now));
    }
  }

  /// As [EventWriter#writeDueCounts].
  void writeDueCounts(Instant now) {
    writer.writeDueCounts(now);
  }

  /// As [EventWriter#writeAllCounts].
  void writeAllCounts(Instant now) {
    writer.writeAllCounts(now);
  }

  /// As [EventWriter#forgetAll].
  void forgetAll() {
    writer.forgetAll();
  }
}
