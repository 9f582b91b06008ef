// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.manifest.StoredObject;
import io.cgrant.placement.NodeReport;
import java.util.HashMap;

/// Reads what a node says of itself.
public final class NodeReports {

  private NodeReports() {}

  /// What is not as it should be is taken for left out.
  public static NodeReport of(JsonNode node) {
    var handlers = new HashMap<String, Boolean>();
    for (JsonNode handler : node.at("/status/runtimeHandlers")) {
      handlers.put(
          handler.path("name").asText(), handler.at("/features/userNamespaces").asBoolean());
    }
    var stored = new StoredObject(node);
    return new NodeReport(stored.name(), stored.labels(), handlers);
  }
}
