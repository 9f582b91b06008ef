// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/// What a node says of itself.
///
/// @param handlers of its container runtime, by name, and whether a pod of each can have a user
/// namespace; none where the node does not say, as where its kubelet or runtime is old. Source:
/// KEP-3857, `status.runtimeHandlers`
public record NodeReport(String name, Map<String, String> labels, Map<String, Boolean> handlers) {

  public NodeReport {
    labels = Map.copyOf(labels);
    handlers = Map.copyOf(handlers);
  }

  /// What is not as it should be is taken for left out.
  public static NodeReport of(JsonNode node) {
    var labels = new HashMap<String, String>();
    for (var label : node.at("/metadata/labels").properties()) {
      labels.put(label.getKey(), label.getValue().asText());
    }
    var handlers = new HashMap<String, Boolean>();
    for (JsonNode handler : node.at("/status/runtimeHandlers")) {
      handlers.put(
          handler.path("name").asText(), handler.at("/features/userNamespaces").asBoolean());
    }
    return new NodeReport(node.at("/metadata/name").asText(), labels, handlers);
  }

  boolean isSilent() {
    return handlers.isEmpty();
  }
}
