// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.outlet.Drops;
import java.util.concurrent.atomic.LongAdder;

/// What became of all that there was to tell: it was written as an Event, it came again and is
/// counted in one, the policy is gone that it was to be told on, it was dropped, or it still waits.
/// Safe for many threads.
public final class EventTally {

  /// What became of it, where nothing failed.
  public enum Outcome {
    Written,
    Merged,
    /// There is no policy of that name, or not yet, that anybody could look at.
    NoSuchPolicy
  }

  private final LongAdder written = new LongAdder();
  private final LongAdder merged = new LongAdder();
  private final LongAdder unsaid = new LongAdder();
  private final LongAdder passed = new LongAdder();
  private final Drops drops = new Drops();

  void write() {
    written.increment();
  }

  /// It came again so often, and the Event does not say so yet.
  void repeat(int times) {
    unsaid.add(times);
  }

  /// The Event says that it came again so often.
  void merge(int times) {
    unsaid.add(-times);
    merged.add(times);
  }

  /// It is told anew so often, since the Event that was to say so is gone.
  void takeBack(int times) {
    unsaid.add(-times);
  }

  /// No Event will say that it came again so often.
  void forget(Drops.Cause cause, int times) {
    unsaid.add(-times);
    drops.add(cause, times);
  }

  /// There is nothing that it could be told on so often.
  void pass(int times) {
    passed.add(times);
  }

  /// Events that were written.
  public long written() {
    return written.sum();
  }

  /// Repetitions that an Event counts, as the API server knows it.
  public long merged() {
    return merged.sum();
  }

  /// Repetitions that are to be counted in an Event, and are not yet.
  public long unsaid() {
    return unsaid.sum();
  }

  /// How much came to that.
  public long count(Outcome outcome) {
    return switch (outcome) {
      case Written -> written();
      case Merged -> merged();
      case NoSuchPolicy -> passed.sum();
    };
  }

  public Drops drops() {
    return drops;
  }
}
