// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import java.util.ArrayList;
import java.util.List;

/// A Markdown table that is also readable on a terminal: first column left, the others right.
public final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... head) {
    rows.add(List.of(head));
  }

  @com.google.errorprone.annotations.CanIgnoreReturnValue
  public Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      text.append(line(rows.get(i)));
      if (i == 0) {
        text.append(rule());
      }
    }
    return text.toString();
  }

  private String line(List<String> cells) {
    var line = new StringBuilder("|");
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(width(column) - cell.length());
      line.append(' ').append(column == 0 ? cell + padding : padding + cell).append(" |");
    }
    return line.append('\n').toString();
  }

  private String rule() {
    var rule = new StringBuilder("|");
    for (int column = 0; column < rows.getFirst().size(); column++) {
      String dashes = "-".repeat(width(column) + 1);
      rule.append(column == 0 ? dashes + "-" : dashes + ":").append('|');
    }
    return rule.append('\n').toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
