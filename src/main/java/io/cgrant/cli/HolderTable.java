// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.cli.record.Layout;
import java.util.List;
import java.util.stream.Collectors;

/// How pods are shown that hold a writable cgroup, as `HoldingTree` or a server writes them.
final class HolderTable {

  private static final String NOTHING = "-";

  static final Layout<JsonNode> LAYOUT =
      new Layout<>(
          new Layout.Table<>(
              "%-40s %-20s %-24s %-20s %s",
              List.of("POD", "POLICY", "SINCE", "ROUTES", "DRIFT"),
              holding ->
                  List.of(
                      pod(holding),
                      text(holding, "/grantedBy"),
                      text(holding, "/created"),
                      routes(holding),
                      text(holding, "/cause"))),
          new Layout.Table<>(
              "%-40s %-20s %-24s %-20s %-20s %-36s %-40s %s",
              List.of("POD", "POLICY", "SINCE", "ROUTES", "DRIFT", "UID", "CONTROLLER", "WHY"),
              holding ->
                  List.of(
                      pod(holding),
                      text(holding, "/grantedBy"),
                      text(holding, "/created"),
                      routes(holding),
                      text(holding, "/cause"),
                      text(holding, "/podUid"),
                      controller(holding),
                      text(holding, "/message"))),
          holding -> holding);

  private HolderTable() {}

  /// Whether nobody would grant it today.
  static boolean isDrifted(JsonNode holding) {
    return holding.has("cause");
  }

  private static String pod(JsonNode holding) {
    return text(holding, "/namespace") + "/" + text(holding, "/name");
  }

  private static String routes(JsonNode holding) {
    String names =
        holding.path("routes").valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
    return names.isEmpty() ? NOTHING : names;
  }

  private static String controller(JsonNode holding) {
    return holding.has("controller")
        ? text(holding, "/controller/kind") + "/" + text(holding, "/controller/name")
        : NOTHING;
  }

  private static String text(JsonNode holding, String pointer) {
    String text = holding.at(pointer).asText();
    return text.isEmpty() ? NOTHING : text;
  }
}
