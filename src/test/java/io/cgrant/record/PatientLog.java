// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import io.cgrant.outlet.Backlog;
import io.cgrant.ownership.TopOwners;
import io.cgrant.policy.WorkloadControllers;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// A decision log whose end waits until all is written, however busy the machine is.
final class PatientLog {

  static final Duration LONG = Duration.ofMinutes(1);

  private PatientLog() {}

  static DecisionLog to(
      OutputStream sink,
      InstantSource clock,
      WorkloadControllers controllers,
      Supplier<Duration> snapshotAge) {
    return to(sink, TopOwners.nobody(), clock, controllers, snapshotAge);
  }

  static DecisionLog to(
      OutputStream sink,
      TopOwners owners,
      InstantSource clock,
      WorkloadControllers controllers,
      Supplier<Duration> snapshotAge) {
    Backlog.Terms usual = DecisionLog.TERMS;
    var terms =
        new Backlog.Terms(usual.name(), usual.most(), usual.mostBytes(), usual.tick(), LONG);
    return new DecisionLog(
        Optional.of(sink), Optional.empty(), owners, clock, controllers, snapshotAge, terms);
  }
}
