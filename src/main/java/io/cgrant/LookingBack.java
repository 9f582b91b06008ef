// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.drift.Cause;
import io.cgrant.drift.Change;
import io.cgrant.drift.Holding;
import io.cgrant.leadership.Leadership;
import io.cgrant.metric.Meters;
import io.cgrant.metric.Metric;
import io.cgrant.policyreport.ReportFailure;
import io.cgrant.policyreport.ReportTally;
import io.cgrant.policyreport.ReportWriter;
import io.cgrant.sweep.Audience;
import io.cgrant.sweep.ClusterToday;
import io.cgrant.sweep.DriftSweep;
import io.cgrant.sweep.Pace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The sweep over pods that run, in the replica that leads, and where it tells what it finds.
final class LookingBack implements AutoCloseable {

  private final DriftSweep sweep;

  /// Empty where reports are switched off: nothing is gathered then.
  private final Optional<ReportWriter> reports;

  private final Consumer<Holding> events;
  private final Pace pace;
  private final AtomicReference<BiConsumer<Change, Holding>> log =
      new AtomicReference<>((change, holding) -> {});

  /// @param leadership of the replica that looks
  /// @param events hears of a pod that drifts, or does no more
  LookingBack(
      KubernetesClient client,
      Configuration configuration,
      Leadership leadership,
      InstantSource clock,
      ClusterToday today,
      Consumer<Holding> events) {
    this.events = events;
    pace = new Pace(configuration.drift().period(), configuration.drift().podsPerSecond());
    reports =
        configuration.reports().enabled()
            ? Optional.of(new ReportWriter(client, leadership::leads, clock, Stopwatch.RUNNING))
            : Optional.empty();
    sweep =
        new DriftSweep(
            client, today, leadership::leads, pace, new Listeners(), clock, Stopwatch.RUNNING);
  }

  /// @param drift hears what is new of a pod
  void start(BiConsumer<Change, Holding> drift) {
    log.set(drift);
    if (!pace.isOff()) {
      sweep.start();
      reports.ifPresent(ReportWriter::start);
    }
  }

  void measure(Meters meters) {
    meters.gauge(Metric.WritableCgroupPods, sweep, s -> s.last().tally().holders());
    for (Cause cause : Cause.values()) {
      meters.gauge(Metric.DriftedPods, sweep, s -> s.last().tally().drifted(cause), cause);
    }
    meters.gauge(Metric.DriftSweepPods, sweep, s -> s.last().pods());
    meters.gauge(Metric.DriftSweepUnreadable, sweep, s -> s.last().unreadable());
    meters.gauge(Metric.DriftSweepDuration, sweep, s -> s.last().took().toMillis() / 1000.0);
    meters.gauge(Metric.DriftSweepEnded, sweep, s -> s.last().ended().getEpochSecond());
    meters.counted(Metric.DriftSweepsFailed, sweep, DriftSweep::failures);
    measureReports(meters, reports.map(ReportWriter::tally).orElseGet(ReportTally::new));
  }

  private static void measureReports(Meters meters, ReportTally tally) {
    meters.gauge(Metric.ReportResultsLeftOut, tally, ReportTally::leftOut);
    for (ReportTally.Change change : ReportTally.Change.values()) {
      meters.counted(Metric.ReportChanges, tally, t -> t.count(change), change);
    }
    for (ReportFailure failure : ReportFailure.values()) {
      meters.counted(Metric.ReportFailures, tally, t -> t.count(failure), failure);
    }
  }

  @Override
  public void close() {
    sweep.close();
    reports.ifPresent(ReportWriter::close);
  }

  private final class Listeners implements Audience {

    @Override
    public void changed(Change change, Holding holding) {
      switch (change) {
        case Drifted -> {
          log.get().accept(change, holding);
          events.accept(holding);
        }
        // The log does not forget, Events do.
        case StillDrifted -> events.accept(holding);
        case Settled -> log.get().accept(change, holding);
      }
    }

    @Override
    public void begins() {
      reports.ifPresent(ReportWriter::begins);
    }

    @Override
    public void holds(Holding holding) {
      reports.ifPresent(writer -> writer.holds(holding));
    }

    @Override
    public void ends() {
      reports.ifPresent(ReportWriter::ends);
    }
  }
}
