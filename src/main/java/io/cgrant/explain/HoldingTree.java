// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.explain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.admission.Printable;
import io.cgrant.drift.Holding;

/// A pod that holds a writable cgroup. Fields are called as in the drift log, and no text is long:
/// of the name of an owner the API server takes a megabyte.
public final class HoldingTree {

  /// In characters, as in the log.
  static final int LONGEST_TEXT = 1_024;

  private HoldingTree() {}

  public static ObjectNode of(Holding holding) {
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
                tree.putObject("controller")
                    .put("kind", cut(owner.kind()))
                    .put("name", cut(owner.name())));
    var routes = tree.putArray("routes");
    holding.routes().forEach(route -> routes.add(route.name()));
    holding.grantedBy().ifPresent(record -> tree.put("grantedBy", cut(record)));
    holding
        .drift()
        .ifPresent(
            drift -> tree.put("cause", drift.cause().name()).put("message", cut(drift.sentence())));
    return tree;
  }

  private static String cut(String text) {
    return Printable.beginning(text, LONGEST_TEXT);
  }
}
