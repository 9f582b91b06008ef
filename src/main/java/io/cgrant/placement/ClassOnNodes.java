// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.placement;

import java.util.Map;

/// What a RuntimeClass wants of a node.
///
/// @param nodeSelector of its `scheduling`; empty for every node
public record ClassOnNodes(String name, String handler, Map<String, String> nodeSelector) {

  public ClassOnNodes {
    nodeSelector = Map.copyOf(nodeSelector);
  }

  /// Whether its pods may come to a node.
  public boolean selects(NodeReport node) {
    return node.labels().entrySet().containsAll(nodeSelector.entrySet());
  }
}
