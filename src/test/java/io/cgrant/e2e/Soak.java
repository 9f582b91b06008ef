// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

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

  /// Series end six minutes after they came again for the last time, and with them what waits for
  /// a count.
  private static final Duration TOLD_TO_THE_END = Duration.ofMinutes(10);

  /// An API server keeps an Event for an hour, and of what it keeps no longer there is no sum.
  private static final Duration KEPT = Duration.ofMinutes(45);

  /// It makes four, and half of them where the API server takes its time.
  private static final double CHANGES_PER_SECOND = 2;

  /// Half of the pods that ask could be granted, as far as churn lets them.
  private static final double PERCENT_OF_EITHER = 25;

  /// @param result in bars and words
  /// @param signs of life, all of them
  record Outcome(TrialResult result, List<VitalSigns> signs) {}

  Outcome run(PackagedCgrant cgrant, Api admin, World world) {
    var opening = SoakBooks.of(cgrant, admin, world);
    Supplier<SoakBooks> now = () -> SoakBooks.of(cgrant, admin, world).since(opening);
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
      var pace = new Speed(traffic.perSecond(), churn.done() / since(began));
      SoakBooks books = agreed(now, traffic.counts());
      // As far as the bars look back.
      Histogram before = histograms.get(histograms.size() / 3);
      String grown = "grew most: " + String.join(", ", histograms.getLast().grownSince(before));
      return new Outcome(result(traffic.counts(), pace, books, signs, churn, grown), signs);
    }
  }

  /// In a second.
  private record Speed(double reviews, double changes) {}

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private boolean isSettled() {
    return lasting.compareTo(SETTLED.plus(SETTLED)) >= 0;
  }

  /// Lines and Events come after the answer, so the books may need a moment; and after a long run
  /// as long as it takes until nothing waits any more.
  private SoakBooks agreed(Supplier<SoakBooks> now, SoakTraffic.Counts sent) {
    Duration patience = isSettled() ? TOLD_TO_THE_END : CATCHING_UP;
    long end = System.nanoTime() + patience.toNanos();
    SoakBooks books = now.get();
    while (!isClosed(books, sent) && System.nanoTime() < end) {
      Endpoints.pause(Duration.ofSeconds(1));
      books = now.get();
    }
    return books;
  }

  private boolean isClosed(SoakBooks books, SoakTraffic.Counts sent) {
    return books.agreeWith(sent) && (!isSettled() || books.waiting() == 0);
  }

  private TrialResult result(
      SoakTraffic.Counts sent,
      Speed speed,
      SoakBooks books,
      List<VitalSigns> all,
      Churn churn,
      String grown) {
    var bars = new ArrayList<>(sums(sent, books));
    bars.addAll(work(sent, speed, churn));
    bars.addAll(growth(all));
    return TrialResult.of(
        "Soak",
        "%d reviews a second for %s, while policies and namespaces come, change and go"
            .formatted(perSecond, lasting),
        bars,
        words(sent, books, all, churn, grown));
  }

  private List<TrialBar> sums(SoakTraffic.Counts sent, SoakBooks books) {
    var bars =
        new ArrayList<>(
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
                    apart(sent.toldOnPolicies(), books.onPolicies().accounted()))));
    if (lasting.compareTo(KEPT) <= 0) {
      bars.add(
          TrialBar.none(
              "written or merged and in no Event that is stored",
              apart(books.writtenOrMerged(), books.stored())));
    }
    if (isSettled()) {
      bars.add(TrialBar.none("still waiting when every series has ended", books.waiting()));
    }
    return bars;
  }

  /// What is accounted for must have been something.
  private List<TrialBar> work(SoakTraffic.Counts sent, Speed speed, Churn churn) {
    double granted = 100.0 * sent.granted() / sent.ofRecord();
    return List.of(
        TrialBar.atLeast("reviews in a second", speed.reviews(), perSecond * 0.9, ""),
        TrialBar.atLeast("changes in a second", speed.changes(), CHANGES_PER_SECOND, ""),
        TrialBar.atLeast("sorts of changes that were made", churn.sorts(), Churn.SORTS, ""),
        TrialBar.atLeast("granted of those that ask", granted, PERCENT_OF_EITHER, "%"),
        TrialBar.atLeast("refused of those that ask", 100 - granted, PERCENT_OF_EITHER, "%"));
  }

  private List<TrialBar> growth(List<VitalSigns> all) {
    double from = isSettled() ? SETTLED.toSeconds() : lasting.toSeconds() / 3.0;
    List<VitalSigns> signs = all.stream().filter(s -> s.second() >= from).toList();
    double span = signs.getLast().second() - signs.getFirst().second();
    double leak = BYTES_OF_A_LEAK * span * perSecond / MEBIBYTE;
    double most = isSettled() ? Math.max(NOISE, leak) : FILLING;
    return List.of(
        new TrialBar(
            "growth of what is alive",
            VitalSigns.growth(signs, VitalSigns::heap),
            TrialBar.Bound.AtMost,
            most,
            "MiB"),
        TrialBar.atMost("growth of threads", VitalSigns.growth(signs, VitalSigns::threads), 2, ""),
        TrialBar.atMost(
            "growth of open files", VitalSigns.growth(signs, VitalSigns::files), 10, ""));
  }

  private static List<String> words(
      SoakTraffic.Counts sent, SoakBooks books, List<VitalSigns> all, Churn churn, String grown) {
    VitalSigns first = all.getFirst();
    VitalSigns last = all.getLast();
    return List.of(
        "%,d reviews; %,d verdicts of record, of which %,d granted; the longest answer took %,d ms"
            .formatted(sent.answered(), sent.ofRecord(), sent.granted(), sent.longest()),
        "%,d lines, %,d dropped".formatted(books.lines(), books.linesDropped()),
        books.events().words("Events"),
        books.onPolicies().words("Events on policies"),
        "stored Events say that something happened %,d times".formatted(books.stored()),
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
}
