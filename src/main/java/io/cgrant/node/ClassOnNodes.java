// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.node;

import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import java.util.Map;
import java.util.Optional;

/// What a RuntimeClass wants of a node.
///
/// @param nodeSelector of its `scheduling`; empty for every node
public record ClassOnNodes(String name, String handler, Map<String, String> nodeSelector) {

  public ClassOnNodes {
    nodeSelector = Map.copyOf(nodeSelector);
  }

  static ClassOnNodes of(RuntimeClass stored) {
    return new ClassOnNodes(
        stored.getMetadata().getName(),
        stored.getHandler(),
        Optional.ofNullable(stored.getScheduling())
            .flatMap(scheduling -> Optional.ofNullable(scheduling.getNodeSelector()))
            .orElse(Map.of()));
  }

  boolean selects(NodeReport node) {
    return node.labels().entrySet().containsAll(nodeSelector.entrySet());
  }
}
