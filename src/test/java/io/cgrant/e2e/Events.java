// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/// The Events that cgrant left in a namespace.
record Events(JsonNode items) {

  /// @param regarding as `Pod/worker`, or `ReplicaSet/*` for any name
  List<JsonNode> about(String regarding) {
    String[] parts = regarding.split("/", 2);
    return all().stream()
        .filter(e -> e.at("/regarding/kind").asText().equals(parts[0]))
        .filter(e -> parts[1].equals("*") || e.at("/regarding/name").asText().equals(parts[1]))
        .toList();
  }

  List<JsonNode> all() {
    return StreamSupport.stream(items.spliterator(), false)
        .filter(e -> e.path("reportingController").asText().equals("cgrant.io/webhook"))
        .toList();
  }
}
