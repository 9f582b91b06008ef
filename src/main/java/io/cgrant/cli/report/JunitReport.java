// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.report;

import io.cgrant.admission.Printable;
import io.cgrant.file.FileProblem;
import io.cgrant.policy.Verdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.stream.Collectors;

/// For CI servers: one test case for each object. A refusal is a failure; what could not be decided
/// or read is an error.
record JunitReport() implements Report {

  @Override
  public void print(Results results, PrintWriter out) {
    var cases = new ArrayList<JunitXml.Case>();
    for (Judgement judgement : results.judgements()) {
      cases.add(
          new JunitXml.Case(judgement.document().file(), judgement.object(), outcome(judgement)));
    }
    for (FileProblem problem : results.problems()) {
      cases.add(
          new JunitXml.Case(
              problem.file(), "readable", new JunitXml.Broken("Unreadable", problem.sentence())));
    }
    JunitXml.print("cgrant check", cases, out);
  }

  private static JunitXml.Outcome outcome(Judgement judgement) {
    return switch (judgement.verdict()) {
      case Verdict.Refused refused -> new JunitXml.Failed("Refused", lines(judgement));
      case Verdict.Undecided undecided -> new JunitXml.Broken("Undecided", lines(judgement));
      case Verdict.Granted granted -> new JunitXml.Passed(lines(judgement));
      case Verdict.NotAsked notAsked -> new JunitXml.Passed(lines(judgement));
    };
  }

  private static String lines(Judgement judgement) {
    return judgement.findings().stream()
        .map(
            f ->
                Printable.of(judgement.document().file())
                    + ":"
                    + f.line()
                    + ": "
                    + f.path()
                    + ": "
                    + f.reason()
                    + f.policy().map(p -> " (policy " + p + ")").orElse("")
                    + ": "
                    + f.detail())
        .collect(Collectors.joining("\n"));
  }
}
