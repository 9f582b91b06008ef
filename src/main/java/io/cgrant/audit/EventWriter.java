// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.outlet.Allowance;
import io.cgrant.outlet.Drops;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/// Makes Events of happenings, few of many. For one thread.
///
/// A ReplicaSet tries a refused pod again and again, so the same comes in series: the first is
/// written, the others are counted in it. What is different each time is bounded by a budget, and
/// so are the counts. Each happening and each repetition is counted once in the tally, whatever
/// becomes of it.
final class EventWriter {

  private static final Logger LOG = Logger.getLogger(EventWriter.class);
  private static final Duration COMPLAINT_REFILL = Duration.ofMinutes(1);

  private final SharedEvents events;
  private final EventTally tally;
  private final Terms terms;

  /// In the order of their last use.
  private final Map<Happening, Series> seriesOf = new LinkedHashMap<>(16, 0.75f, true);

  private final EventBudget budget;
  private final Allowance complaint;

  /// How series are kept.
  ///
  /// @param firstWait until the count of one is written for the first time
  /// @param mostSeries how many are known; beyond, the one that was used longest ago is forgotten
  record Terms(Duration firstWait, int mostSeries) {
    private static final Terms USUAL = new Terms(Duration.ofSeconds(10), 2_000);
  }

  EventWriter(EventStore store, String instance, EventTally tally, Instant now) {
    this(store, instance, tally, Terms.USUAL, now);
  }

  EventWriter(EventStore store, String instance, EventTally tally, Terms terms, Instant now) {
    this.events = new SharedEvents(store, instance);
    this.tally = tally;
    this.terms = terms;
    this.budget = new EventBudget(now);
    this.complaint = new Allowance(1, COMPLAINT_REFILL, now);
  }

  /// @param times how often it happened, at least once
  void write(Happening happening, int times, Instant now) {
    Series series = seriesOf.get(happening);
    if (series != null && !series.hasEnded(now)) {
      repeat(series, times, now);
      return;
    }
    if (!budget.mayBegin(happening, now)) {
      tally.drops().add(Drops.Cause.TooMany, times);
      return;
    }
    SharedEvents.Opened opened;
    try {
      opened = events.open(happening, now);
    } catch (RuntimeException | Error e) {
      budget.countNoMore(happening, now);
      tally.drops().add(failure(e, now), times);
      return;
    }
    forget(happening, Drops.Cause.TooMany);
    begin(happening, opened, times, now);
  }

  /// Of a series that another replica has begun, all are repetitions.
  private void begin(Happening happening, SharedEvents.Opened opened, int times, Instant now) {
    var begun = new Series(opened.stored(), terms.firstWait(), now);
    seriesOf.put(happening, begun);
    if (opened.isNew()) {
      tally.write();
    }
    repeat(begun, opened.isNew() ? times - 1 : times, now);
    if (seriesOf.size() > terms.mostSeries()) {
      forget(seriesOf.keySet().iterator().next(), Drops.Cause.TooMany);
    }
  }

  private void repeat(Series series, int times, Instant now) {
    series.repeat(times, now);
    tally.repeat(times);
  }

  /// Writes the counts that have waited long enough, and forgets series that have ended. Where not
  /// all may be written, those come first that will be forgotten, and then those that were written
  /// longest ago. By their last use, the busiest would wait for ever.
  void writeDueCounts(Instant now) {
    for (var entry : inTurn(now)) {
      Series series = entry.getValue();
      boolean hasEnded = series.hasEnded(now);
      if (series.hasNews() && mayCount(entry.getKey(), hasEnded, now)) {
        writeCount(entry.getKey(), series, now);
      }
      // It may have begun anew just now.
      if (hasEnded && seriesOf.get(entry.getKey()) == series) {
        forget(entry.getKey(), Drops.Cause.TooMany);
      }
    }
  }

  private boolean mayCount(Happening happening, boolean isLast, Instant now) {
    return isLast ? budget.mayCountLast(happening, now) : budget.mayCount(happening, now);
  }

  private List<Map.Entry<Happening, Series>> inTurn(Instant now) {
    return seriesOf.entrySet().stream()
        .filter(entry -> entry.getValue().isDue(now) || entry.getValue().hasEnded(now))
        .sorted(
            Comparator.comparing(
                Map.Entry::getValue,
                Comparator.comparing((Series series) -> !series.hasEnded(now))
                    .thenComparing(Series::lastWritten)))
        .toList();
  }

  /// Writes every count that is not written yet, before the end. What must not be written any more
  /// is counted as lost.
  void writeAllCounts(Instant now) {
    for (var entry : List.copyOf(seriesOf.entrySet())) {
      if (entry.getValue().hasNews() && budget.mayCountLast(entry.getKey(), now)) {
        writeCount(entry.getKey(), entry.getValue(), now);
      }
    }
    forgetAll();
  }

  /// Nothing is written any more.
  void forgetAll() {
    List.copyOf(seriesOf.keySet()).forEach(key -> forget(key, Drops.Cause.Closed));
  }

  private void writeCount(Happening key, Series series, Instant now) {
    int unsaid = series.unsaid();
    try {
      events.count(key.place(), series);
      tally.merge(unsaid - series.unsaid());
      series.written(now);
    } catch (RuntimeException | Error e) {
      budget.countNoMore(key, now);
      tally.merge(unsaid - series.unsaid());
      if (isNotFound(e)) {
        tellAnew(key, series, now);
      } else {
        forget(key, failure(e, now));
      }
    }
  }

  /// Somebody has deleted the Event, or it has expired.
  private void tellAnew(Happening key, Series series, Instant now) {
    seriesOf.remove(key);
    tally.takeBack(series.unsaid());
    write(key, series.unsaid(), now);
  }

  private void forget(Happening key, Drops.Cause cause) {
    Series series = seriesOf.remove(key);
    if (series != null) {
      tally.forget(cause, series.unsaid());
    }
  }

  /// Why it was not written.
  private Drops.Cause failure(Throwable e, Instant now) {
    Drops.Cause cause = cause(e);
    if (cause == Drops.Cause.ApiServer && complaint.take(now)) {
      LOG.warnf(
          "an Event was lost, and others may be: %s", e instanceof Error ? e : e.getMessage());
    }
    return cause;
  }

  private static Drops.Cause cause(Throwable e) {
    if (Thread.currentThread().isInterrupted()) {
      return Drops.Cause.Closed;
    }
    return e instanceof KubernetesClientException answer && isNamespaceGone(answer)
        ? Drops.Cause.NamespaceTerminating
        : Drops.Cause.ApiServer;
  }

  private static boolean isNamespaceGone(KubernetesClientException e) {
    boolean terminating =
        e.getStatus() != null
            && e.getStatus().getDetails() != null
            && e.getStatus().getDetails().getCauses().stream()
                .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
    return terminating || isNotFound(e);
  }

  private static boolean isNotFound(Throwable e) {
    return e instanceof KubernetesClientException answer
        && answer.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }
}
