// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.diagnosis;

import io.cgrant.cli.report.JunitXml;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.Finding;
import java.io.PrintWriter;
import java.util.ArrayList;

/// For CI servers: a case for each finding. An error fails, what could not be seen is broken, and
/// all else passes with a remark.
final class DiagnosisJunit {

  private DiagnosisJunit() {}

  static void print(Diagnosis diagnosis, PrintWriter out) {
    var cases = new ArrayList<JunitXml.Case>();
    for (Finding finding : diagnosis.findings()) {
      String name = finding.where().isEmpty() ? finding.concern().place().name() : finding.where();
      cases.add(new JunitXml.Case(finding.concern().name(), name, outcome(finding)));
    }
    for (String unseen : diagnosis.unseen()) {
      cases.add(new JunitXml.Case("seen", unseen, new JunitXml.Broken("Unseen", unseen)));
    }
    JunitXml.print("cgrant doctor", cases, out);
  }

  private static JunitXml.Outcome outcome(Finding finding) {
    return switch (finding.severity()) {
      case Error -> new JunitXml.Failed("Error", text(finding));
      case Warning -> new JunitXml.Passed("Warning: " + text(finding));
      case Info -> new JunitXml.Passed(text(finding));
      case Ok -> new JunitXml.Passed("");
    };
  }

  private static String text(Finding finding) {
    return finding.what() + "\nwhy: " + finding.why() + "\nfix: " + finding.fix();
  }
}
