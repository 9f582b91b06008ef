// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.cli.record.Layout;
import io.cgrant.drift.Holding;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// How pods are shown that hold a writable cgroup. Fields are called as in the drift log.
final class HolderTable {

  private static final String NOTHING = "-";

  static final Layout<Holding> LAYOUT =
      new Layout<>(
          new Layout.Table<>(
              "%-40s %-20s %-24s %-20s %s",
              List.of("POD", "POLICY", "SINCE", "ROUTES", "DRIFT"),
              holding ->
                  List.of(
                      pod(holding),
                      policy(holding),
                      since(holding),
                      routes(holding),
                      cause(holding))),
          new Layout.Table<>(
              "%-40s %-20s %-24s %-20s %-20s %-36s %-40s %s",
              List.of("POD", "POLICY", "SINCE", "ROUTES", "DRIFT", "UID", "CONTROLLER", "WHY"),
              holding ->
                  List.of(
                      pod(holding),
                      policy(holding),
                      since(holding),
                      routes(holding),
                      cause(holding),
                      holding.pod().uid(),
                      controller(holding),
                      holding.drift().map(drift -> drift.sentence()).orElse(NOTHING))),
          HolderTable::tree);

  private HolderTable() {}

  private static String pod(Holding holding) {
    return holding.pod().namespace() + "/" + holding.pod().pod().name();
  }

  private static String policy(Holding holding) {
    return holding.grantedBy().orElse(NOTHING);
  }

  private static String since(Holding holding) {
    return holding.pod().created().map(Instant::toString).orElse(NOTHING);
  }

  private static String routes(Holding holding) {
    String names = holding.routes().stream().map(Enum::name).collect(Collectors.joining(","));
    return names.isEmpty() ? NOTHING : names;
  }

  private static String cause(Holding holding) {
    return holding.drift().map(drift -> drift.cause().name()).orElse(NOTHING);
  }

  private static String controller(Holding holding) {
    return holding
        .pod()
        .pod()
        .controller()
        .map(owner -> owner.kind() + "/" + owner.name())
        .orElse(NOTHING);
  }

  private static JsonNode tree(Holding holding) {
    ObjectNode tree =
        JsonNodeFactory.instance
            .objectNode()
            .put("namespace", holding.pod().namespace())
            .put("name", holding.pod().pod().name())
            .put("podUid", holding.pod().uid());
    holding.pod().created().ifPresent(moment -> tree.put("created", moment.toString()));
    holding
        .pod()
        .pod()
        .controller()
        .ifPresent(
            owner ->
                tree.putObject("controller").put("kind", owner.kind()).put("name", owner.name()));
    var routes = tree.putArray("routes");
    holding.routes().forEach(route -> routes.add(route.name()));
    holding.grantedBy().ifPresent(record -> tree.put("grantedBy", record));
    holding
        .drift()
        .ifPresent(
            drift -> tree.put("cause", drift.cause().name()).put("message", drift.sentence()));
    return tree;
  }
}
