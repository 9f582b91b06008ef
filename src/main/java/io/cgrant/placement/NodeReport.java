// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.placement;

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

  /// Whether it does not say which handlers it has.
  public boolean isSilent() {
    return handlers.isEmpty();
  }
}
