// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.report;

import io.cgrant.admission.Printable;
import io.cgrant.policy.Verdict;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/// For people: one line for each object, and below it each finding with its place.
record TextReport(Ansi ansi) implements Report {

  @Override
  public void print(Results results, PrintWriter out) {
    for (Judgement judgement : results.judgements()) {
      String policy = judgement.policy().map(p -> " by policy " + p).orElse("");
      out.println(
          place(judgement, judgement.document().line())
              + judgement.object()
              + ": "
              + coloured(judgement)
              + policy);
      judgement.findings().forEach(finding -> print(judgement, finding, out));
    }
    if (!results.judgements().isEmpty()) {
      out.println(summary(results));
    }
  }

  private static void print(Judgement judgement, LocatedFinding finding, PrintWriter out) {
    String policy = finding.policy().map(p -> " (policy " + p + ")").orElse("");
    String path = finding.path().isEmpty() ? "" : finding.path() + ": ";
    out.println("  " + place(judgement, finding.line()) + path + finding.reason() + policy);
    out.println("      " + finding.detail());
  }

  private static String place(Judgement judgement, int line) {
    return Printable.of(judgement.document().file()) + ":" + line + ": ";
  }

  private static String summary(Results results) {
    var counts = new LinkedHashMap<String, Integer>();
    results.judgements().forEach(j -> counts.merge(j.word(), 1, Integer::sum));
    int all = results.judgements().size();
    return all
        + (all == 1 ? " object: " : " objects: ")
        + counts.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
  }

  private String coloured(Judgement judgement) {
    String word = judgement.word();
    if (!ansi.enabled()) {
      return word;
    }
    int colour =
        switch (judgement.verdict()) {
          case Verdict.NotAsked notAsked -> 2;
          case Verdict.Granted granted -> 32;
          case Verdict.Refused refused -> 31;
          case Verdict.Undecided undecided -> 33;
        };
    return "\u001B[" + colour + "m" + word + "\u001B[0m";
  }
}
