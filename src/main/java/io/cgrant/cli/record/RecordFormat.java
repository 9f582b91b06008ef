// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.admission.Printable;
import io.cgrant.file.YamlText;
import java.io.PrintWriter;
import java.util.Set;

/// The values of `--output`, named as people type them. Each shows a record as soon as it is read,
/// so that a log can be followed.
public enum RecordFormat {
  table,
  wide,
  json,
  yaml;

  private static final String ROW = "%-24.24s %-9s %-40s %-20s %s";
  private static final String WIDE = "%-24.24s %-9s %-40s %-20s %-9s %-40s %-36s %s";

  public void begin(PrintWriter out) {
    switch (this) {
      case table -> line(out, ROW.formatted("TIME", "VERDICT", "POD", "POLICY", "REASONS"));
      case wide ->
          line(
              out,
              WIDE.formatted(
                  "TIME", "VERDICT", "POD", "POLICY", "OPERATION", "USER", "UID", "FINDINGS"));
      case json, yaml -> {}
    }
  }

  public void print(DecisionRecord record, PrintWriter out) {
    switch (this) {
      case table ->
          line(
              out,
              ROW.formatted(
                  record.time(),
                  record.text("verdict"),
                  pod(record),
                  list(record.policies()),
                  list(record.reasons())));
      case wide ->
          line(
              out,
              WIDE.formatted(
                  record.time(),
                  record.text("verdict"),
                  pod(record),
                  list(record.policies()),
                  record.text("operation"),
                  record.who(),
                  record.text("uid"),
                  findings(record)));
      case json -> out.println(record.line().toString());
      case yaml -> {
        out.println("---");
        out.print(YamlText.of(record.line()));
      }
    }
  }

  private static void line(PrintWriter out, String line) {
    out.println(Printable.of(line.stripTrailing()));
  }

  private static String pod(DecisionRecord record) {
    return record.text("namespace") + "/" + record.text("name");
  }

  private static String list(Set<String> all) {
    return all.isEmpty() ? "-" : String.join(",", all);
  }

  private static String findings(DecisionRecord record) {
    var all = new StringBuilder();
    for (JsonNode finding : record.line().path("findings")) {
      all.append(all.isEmpty() ? "" : " ")
          .append(finding.path("path").asText())
          .append(':')
          .append(finding.path("reason").asText());
    }
    return all.isEmpty() ? list(record.reasons()) : all.toString();
  }
}
