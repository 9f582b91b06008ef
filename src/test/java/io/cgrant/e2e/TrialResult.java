// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a trial came to; kept as a file, so that a page can be made of several runs.
///
/// @param title of its row
/// @param done what was done to cgrant
/// @param counts of the pods that were sent, where pods were sent
/// @param seen what happened, in words
/// @param load of the machine before the trial, as `uptime` has it: of others
record TrialResult(
    String title,
    String done,
    String measuredAt,
    double load,
    Optional<Counts> counts,
    List<TrialBar> bars,
    List<String> seen) {

  /// @param recovered milliseconds from the event to the last answer that was not right
  record Counts(
      long sent,
      double perSecond,
      long ordinaryRefused,
      long asksRefusedServed,
      long asksRefusedUnserved,
      long letBy,
      long longest,
      long recovered) {}

  static TrialResult of(String title, String done, List<TrialBar> bars, List<String> seen) {
    return new TrialResult(
        title, done, Instant.now().toString(), 0, Optional.empty(), bars, List.copyOf(seen));
  }

  /// With the bars that every trial under traffic has.
  ///
  /// @param event moment of [System#nanoTime] from which recovery is counted
  static TrialResult of(
      String title,
      String done,
      Traffic traffic,
      long event,
      List<TrialBar> bars,
      List<String> seen) {
    Tally tally = traffic.tally();
    var all =
        new ArrayList<>(
            List.of(
                TrialBar.none("ordinary pods refused", tally.ordinaryRefused()),
                TrialBar.none("granted or let by wrongly", tally.of(Outcome.LetBy)),
                TrialBar.none("refused by a wrong decision", tally.of(Outcome.Misjudged)),
                TrialBar.none("no answer for the sender", tally.of(Outcome.NoAnswer))));
    all.addAll(bars);
    var counts =
        new Counts(
            tally.sent(),
            traffic.perSecond(),
            tally.ordinaryRefused(),
            tally.asksRefused() - tally.asksRefused(Served.Not),
            tally.asksRefused(Served.Not),
            tally.of(Outcome.LetBy),
            tally.longest().toMillis(),
            tally.troubleSince(event).toMillis());
    var words = new ArrayList<>(seen);
    if (tally.heldBack() > 0) {
      words.add(tally.heldBack() + " pods were held back, as all senders of their sort waited");
    }
    return new TrialResult(
        title, done, Instant.now().toString(), 0, Optional.of(counts), all, words);
  }

  TrialResult withLoad(double before) {
    return new TrialResult(title, done, measuredAt, before, counts, bars, seen);
  }

  boolean isMet() {
    return bars.stream().allMatch(TrialBar::isMet);
  }

  static String seconds(Duration time) {
    return String.format(java.util.Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
