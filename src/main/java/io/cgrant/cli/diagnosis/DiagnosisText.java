// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.diagnosis;

import io.cgrant.admission.Printable;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.Finding;
import io.cgrant.doctor.Severity;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/// For people: what is wrong first, then what could not be seen, then a line of what is well.
record DiagnosisText(Ansi ansi, PrintWriter out) {

  void print(Diagnosis diagnosis) {
    for (Severity severity : List.of(Severity.Error, Severity.Warning, Severity.Info)) {
      of(diagnosis, severity).forEach(this::print);
    }
    for (String unseen : diagnosis.unseen()) {
      line(coloured("Unseen", 33) + "   " + Printable.of(unseen));
    }
    String well =
        of(diagnosis, Severity.Ok).stream()
            .map(finding -> finding.concern().name())
            .collect(Collectors.joining(", "));
    if (!well.isEmpty()) {
      line(coloured("Ok", 32) + "       " + well);
    }
    line(
        "%s, %s, %d to know, %d ok, %d unseen"
            .formatted(
                count(diagnosis.count(Severity.Error), "error"),
                count(diagnosis.count(Severity.Warning), "warning"),
                diagnosis.count(Severity.Info),
                diagnosis.count(Severity.Ok),
                diagnosis.unseen().size()));
  }

  private static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private static List<Finding> of(Diagnosis diagnosis, Severity severity) {
    return diagnosis.findings().stream().filter(f -> f.severity() == severity).toList();
  }

  private void print(Finding finding) {
    String word = finding.severity().name();
    String where = finding.where().isEmpty() ? "" : ": " + Printable.of(finding.where());
    line(
        coloured(word, colour(finding.severity()))
            + " ".repeat(9 - word.length())
            + finding.concern()
            + where);
    line("         " + Printable.of(finding.what()));
    if (finding.severity() != Severity.Info) {
      line("         why: " + finding.why());
    }
    if (!finding.fix().isEmpty()) {
      line("         fix: " + Printable.of(finding.fix()));
    }
  }

  private static int colour(Severity severity) {
    return switch (severity) {
      case Error -> 31;
      case Warning -> 33;
      case Info -> 2;
      case Ok -> 32;
    };
  }

  private String coloured(String word, int colour) {
    return ansi.enabled() ? "\u001B[" + colour + "m" + word + "\u001B[0m" : word;
  }

  private void line(String line) {
    out.println(line);
  }
}
