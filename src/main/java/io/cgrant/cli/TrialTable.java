// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.admission.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Trials side by side, for people.
final class TrialTable {

  private static final int REMARK_WIDTH = 76;
  private static final List<String> TITLES =
      List.of("POD", "VERDICT", "POLICY", "FIRST FINDING AND WAY OUT");

  private final List<List<String>> rows = new ArrayList<>(List.of(TITLES));

  void add(Trial trial) {
    String policy = trial.policy().isEmpty() ? "-" : trial.policy();
    String remark = trial.remark().isEmpty() ? "-" : trial.remark();
    rows.add(
        List.of(trial.pod(), trial.verdict(), policy, remark).stream().map(Printable::of).toList());
  }

  void print(PrintWriter out) {
    var widths = new int[TITLES.size() - 1];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      var begin = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        begin.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
      }
      String margin = begin.toString();
      for (String line : wrapped(row.getLast())) {
        out.println(margin + line);
        margin = " ".repeat(begin.length());
      }
    }
    out.flush();
  }

  private static List<String> wrapped(String text) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > REMARK_WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
