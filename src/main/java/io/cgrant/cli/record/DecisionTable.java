// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/// How decisions are shown.
public final class DecisionTable {

  public static final Layout<DecisionRecord> LAYOUT =
      new Layout<>(
          new Layout.Table<>(
              "%-24.24s %-9s %-40s %-20s %s",
              List.of("TIME", "VERDICT", "POD", "POLICY", "REASONS"),
              record ->
                  List.of(
                      record.time(),
                      record.text("verdict"),
                      pod(record),
                      list(record.policies()),
                      list(record.reasons()))),
          new Layout.Table<>(
              "%-24.24s %-9s %-40s %-30s %-20s %-9s %-40s %-36s %s",
              List.of(
                  "TIME",
                  "VERDICT",
                  "POD",
                  "WORKLOAD",
                  "POLICY",
                  "OPERATION",
                  "USER",
                  "UID",
                  "FINDINGS"),
              record ->
                  List.of(
                      record.time(),
                      record.text("verdict"),
                      pod(record),
                      record.workload(),
                      list(record.policies()),
                      record.text("operation"),
                      record.who(),
                      record.text("uid"),
                      findings(record))),
          DecisionRecord::line);

  private DecisionTable() {}

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
