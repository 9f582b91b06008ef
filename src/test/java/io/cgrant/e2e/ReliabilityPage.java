// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import io.cgrant.bench.Machine;
import io.cgrant.bench.Table;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// `docs/explanation/reliability.md`, written by `make reliability` and by nobody's hand.
final class ReliabilityPage {

  private static final String PAGE =
      """
      <!-- Copyright The cgrant Authors -->
      <!-- SPDX-License-Identifier: Apache-2.0 -->
      <!-- Written by e2e/reliability/run with its option write. Edit src/test/java/io/cgrant/e2e/ReliabilityPage.java instead. -->
      # Reliability

      What happens to pods when something happens to cgrant. Measured on %s on one machine: %s, with everything on it: etcd,
      kube-apiserver, kube-controller-manager, cgrant, and whoever sends.

      ## What came of it
      %s
      %s*Served* is the time in which at least one replica was an endpoint of the Service. *Longest* is the longest request of a pod's
      sender. *Trouble* is the time from the event to the last answer that was not right. Rates are what was held, not what was wished. *Load* is that
      of the machine before the trial: where it is more than a core or two, others took the CPU, and what is late or unanswered may be their doing.

      ## What must hold
      %s
      "Missed" is said as plainly as "met". A bar that is missed by what a cluster does, not cgrant, is still missed.

      ## What was done
      %s
      ## How
      - A real etcd, kube-apiserver and kube-controller-manager; the chart installed by Helm; replicas of the packaged cgrant beside them,
        with the flags of `cgrant serve`, reached through the chart's Service by a small forwarder that plays the endpoints: it probes readiness with the
        chart's periods, and knows at once when a process has ended. A cluster learns that a second or two later; meanwhile a share
        of new connections goes to nobody, and the pods that ask behind them are refused.
      - Pods are dry runs of creations, at a steady pace whatever becomes of those before: two in five ask for nothing, two in five ask and
        qualify, one in five asks and is privileged. An ordinary pod must be stored as it is, one that qualifies must get the class and the record of
        its grant, and a privileged one must be refused, whatever happens. Each answer is judged.
      - What the sender itself could not do is counted apart.
      - A slow API server is a forwarder between cgrant and it. A clock is moved by libfaketime. 0.25 CPU is a cgroup with a quota.

      ## How to measure it yourself
      `make reliability` takes about a quarter of an hour, as root on Linux; `e2e/reliability/run --help` names the trials, which can be run one by one.
      It runs all but the trial of memory, which takes five minutes more and is run by its name: `make reliability TRIALS=memory`.
      It ends with 1 when a bar is missed. `--write` writes this page, of the last result of each trial. Some of the trials run each night.
      """;

  private ReliabilityPage() {}

  /// @param missing trials that have no result
  static String of(List<TrialResult> results, List<String> missing) {
    String date =
        results.stream()
            .map(r -> r.measuredAt().substring(0, 10))
            .distinct()
            .sorted()
            .collect(Collectors.joining(" and "));
    String notRun =
        missing.isEmpty() ? "" : "**Not run yet**: " + String.join(", ", missing) + ".\n\n";
    return PAGE.formatted(
        date, Machine.inWords(), counts(results), notRun, bars(results), done(results));
  }

  static String tables(List<TrialResult> results) {
    return counts(results) + "\n" + bars(results) + "\n" + done(results);
  }

  private static Table counts(List<TrialResult> results) {
    var table =
        new Table(
            "Trial",
            "pods sent",
            "per s",
            "ordinary refused",
            "asks refused, served",
            "asks refused, not served",
            "granted wrongly",
            "longest",
            "trouble",
            "load",
            "");
    for (TrialResult result : results) {
      result
          .counts()
          .ifPresentOrElse(
              c ->
                  table.row(
                      result.title(),
                      number(c.sent()),
                      number(Math.round(c.perSecond())),
                      number(c.ordinaryRefused()),
                      number(c.asksRefusedServed()),
                      number(c.asksRefusedUnserved()),
                      number(c.letBy()),
                      seconds(c.longest()),
                      seconds(c.recovered()),
                      number(Math.round(result.load())),
                      verdict(result)),
              () ->
                  table.row(
                      result.title(),
                      "-",
                      "-",
                      "-",
                      "-",
                      "-",
                      "-",
                      "-",
                      "-",
                      number(Math.round(result.load())),
                      verdict(result)));
    }
    return table;
  }

  private static Table bars(List<TrialResult> results) {
    var table = new Table("Trial", "bar", "measured", "limit", "");
    for (TrialResult result : results) {
      for (TrialBar bar : result.bars()) {
        table.row(result.title(), bar.what(), bar.shownMeasured(), bar.shownLimit(), bar.verdict());
      }
    }
    return table;
  }

  private static String done(List<TrialResult> results) {
    return results.stream()
        .map(
            r ->
                "- **%s**: %s.%s\n"
                    .formatted(
                        r.title(),
                        r.done(),
                        r.seen().stream()
                            .map(
                                s ->
                                    " "
                                        + s.substring(0, 1).toUpperCase(Locale.ROOT)
                                        + s.substring(1)
                                        + ".")
                            .collect(Collectors.joining())))
        .collect(Collectors.joining());
  }

  private static String verdict(TrialResult result) {
    return result.isMet() ? "met" : "missed";
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String seconds(long milliseconds) {
    return String.format(Locale.ROOT, "%.1f s", milliseconds / 1000.0);
  }
}
