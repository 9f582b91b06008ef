// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reviews for a long time, while policies and namespaces come and go: nothing may grow, and
/// nothing may get lost without being counted.
///
/// @param lasting of the traffic
/// @param perSecond reviews
/// @param looks how often is looked at the process
record Soak(Duration lasting, int perSecond, Duration looks) {

  /// What cgrant keeps has bounds, and by then has come to them: series of Events end after six
  /// minutes. Of a shorter run the first third is left out.
  private static final Duration SETTLED = Duration.ofMinutes(10);

  /// The least that a leak of one object in each request could be: an object of nothing is 8 bytes.
  private static final double BYTES_OF_A_LEAK = 8;

  /// What two looks at a heap at rest differ by.
  private static final double NOISE = 2;

  /// While what is bounded still fills.
  private static final double FILLING = 16;

  private static final double MEBIBYTE = 1 << 20;
  private static final Duration CATCHING_UP = Duration.ofMinutes(2);

  /// @param result in bars and words
  /// @param signs of life, all of them
  record Outcome(TrialResult result, List<VitalSigns> signs) {}

  Outcome run(PackagedCgrant cgrant, Api admin, World world) {
    var opening = Books.of(cgrant);
    try (Churn churn = Churn.start(admin, world)) {
      var signs = new ArrayList<VitalSigns>();
      var histograms = new ArrayList<Histogram>();
      long began = System.nanoTime();
      var traffic = new SoakTraffic(cgrant, world, perSecond);
      try (traffic) {
        while (System.nanoTime() - began < lasting.toNanos()) {
          Endpoints.pause(looks);
          histograms.add(Histogram.of(cgrant.pid()));
          signs.add(VitalSigns.of(cgrant, began, histograms.getLast()));
        }
      }
      double rate = traffic.perSecond();
      Books books = agreed(cgrant, opening, traffic.counts());
      // As far as the bars look back.
      Histogram before = histograms.get(histograms.size() / 3);
      String grown = "grew most: " + String.join(", ", histograms.getLast().grownSince(before));
      return new Outcome(result(traffic.counts(), rate, books, signs, churn, grown), signs);
    }
  }

  /// Lines and Events come after the answer, so the books may need a moment.
  private static Books agreed(PackagedCgrant cgrant, Books before, SoakTraffic.Counts sent) {
    long end = System.nanoTime() + CATCHING_UP.toNanos();
    Books books = Books.of(cgrant).since(before);
    while (!books.agreeWith(sent) && System.nanoTime() < end) {
      Endpoints.pause(Duration.ofMillis(500));
      books = Books.of(cgrant).since(before);
    }
    return books;
  }

  private TrialResult result(
      SoakTraffic.Counts sent,
      double rate,
      Books books,
      List<VitalSigns> all,
      Churn churn,
      String grown) {
    boolean isSettled = lasting.compareTo(SETTLED.plus(SETTLED)) >= 0;
    double from = isSettled ? SETTLED.toSeconds() : lasting.toSeconds() / 3.0;
    List<VitalSigns> signs = all.stream().filter(s -> s.second() >= from).toList();
    double span = signs.getLast().second() - signs.getFirst().second();
    double leak = BYTES_OF_A_LEAK * span * perSecond / MEBIBYTE;
    double most = isSettled ? Math.max(NOISE, leak) : FILLING;
    return TrialResult.of(
        "Soak",
        "%d reviews a second for %s, while policies and namespaces come, change and go"
            .formatted(perSecond, lasting),
        List.of(
            TrialBar.none("reviews without a verdict", sent.failed()),
            TrialBar.none("ordinary pods refused", sent.ordinaryRefused()),
            TrialBar.none("reviews and not verdicts", apart(sent.answered(), books.verdicts())),
            TrialBar.none(
                "verdicts of record and neither lines nor dropped",
                apart(sent.ofRecord(), books.lines() + books.linesDropped())),
            TrialBar.none(
                "verdicts to tell and neither Events, merged, dropped nor waiting",
                apart(sent.told(), books.events().accounted())),
            TrialBar.none(
                "verdicts to tell on policies and neither Events, merged, gone, dropped nor waiting",
                apart(sent.toldOnPolicies(), books.onPolicies().accounted())),
            TrialBar.atLeast("reviews in a second", rate, perSecond * 0.9, ""),
            new TrialBar(
                "growth of what is alive",
                VitalSigns.growth(signs, VitalSigns::heap),
                TrialBar.Bound.AtMost,
                most,
                "MiB"),
            TrialBar.atMost(
                "growth of threads", VitalSigns.growth(signs, VitalSigns::threads), 2, ""),
            TrialBar.atMost(
                "growth of open files", VitalSigns.growth(signs, VitalSigns::files), 10, "")),
        words(sent, books, all, churn, grown));
  }

  private static List<String> words(
      SoakTraffic.Counts sent, Books books, List<VitalSigns> all, Churn churn, String grown) {
    VitalSigns first = all.getFirst();
    VitalSigns last = all.getLast();
    return List.of(
        "%,d reviews; %,d verdicts of record, of which %,d granted; the longest answer took %,d ms"
            .formatted(sent.answered(), sent.ofRecord(), sent.granted(), sent.longest()),
        "%,d lines, %,d dropped".formatted(books.lines(), books.linesDropped()),
        books.events().words("Events"),
        books.onPolicies().words("Events on policies"),
        "%,d changes of policies and namespaces, %,d refused"
            .formatted(churn.done(), churn.refused()),
        String.format(
            Locale.ROOT,
            "alive %.1f MiB, then %.1f; resident %.0f MiB, then %.0f; threads %d, then %d; files %d, then %d",
            first.heap(),
            last.heap(),
            first.resident(),
            last.resident(),
            first.threads(),
            last.threads(),
            first.files(),
            last.files()),
        grown);
  }

  private static long apart(long one, long other) {
    return Math.abs(one - other);
  }

  /// What became of what there was to tell.
  ///
  /// @param gone of which there was nothing left that it could be told on
  private record Told(long written, long merged, long gone, long dropped, long waiting) {

    static Told events(ExposedSeries series) {
      return new Told(
          (long) series.sum("cgrant_events_written_total"),
          (long) series.sum("cgrant_events_merged_total"),
          0,
          (long) series.sum("cgrant_events_dropped_total"),
          (long) series.sum("cgrant_events_waiting"));
    }

    static Told onPolicies(ExposedSeries series) {
      return new Told(
          (long) series.sum("cgrant_policy_events_total{outcome=\"Written\"}"),
          (long) series.sum("cgrant_policy_events_total{outcome=\"Merged\"}"),
          (long) series.sum("cgrant_policy_events_total{outcome=\"NoSuchPolicy\"}"),
          (long) series.sum("cgrant_policy_events_dropped_total"),
          (long) series.sum("cgrant_policy_events_waiting"));
    }

    Told since(Told before) {
      return new Told(
          written - before.written,
          merged - before.merged,
          gone - before.gone,
          dropped - before.dropped,
          waiting - before.waiting);
    }

    long accounted() {
      return written + merged + gone + dropped + waiting;
    }

    String words(String what) {
      return "%,d %s written, %,d merged, %,d of what is gone, %,d dropped, %,d waiting"
          .formatted(written, what, merged, gone, dropped, waiting);
    }
  }

  /// What cgrant has counted, and how many lines it has written.
  private record Books(long verdicts, long lines, long linesDropped, Told events, Told onPolicies) {

    static Books of(PackagedCgrant cgrant) {
      var series = new ExposedSeries(cgrant.metricsText());
      return new Books(
          (long) series.sum("cgrant_decisions_total"),
          lines(cgrant),
          (long) series.sum("cgrant_decision_log_dropped_total"),
          Told.events(series),
          Told.onPolicies(series));
    }

    private static long lines(PackagedCgrant cgrant) {
      try (BufferedReader log = Files.newBufferedReader(cgrant.log())) {
        return log.lines().filter(line -> line.startsWith("{\"time\":\"")).count();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Books since(Books before) {
      return new Books(
          verdicts - before.verdicts,
          lines - before.lines,
          linesDropped - before.linesDropped,
          events.since(before.events),
          onPolicies.since(before.onPolicies));
    }

    boolean agreeWith(SoakTraffic.Counts sent) {
      return verdicts == sent.answered()
          && lines + linesDropped == sent.ofRecord()
          && events.accounted() == sent.told()
          && onPolicies.accounted() == sent.toldOnPolicies();
    }
  }
}
