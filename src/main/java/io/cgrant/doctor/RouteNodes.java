// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import io.cgrant.doctor.ClusterFacts.ClusterNode;
import io.cgrant.policy.Route;

/// Which nodes can take a route at all.
final class RouteNodes {

  static final String GKE_LABEL = "node.gke.io/enable-writable-cgroups";
  static final String OPTIONS_FEATURE = "CgroupOptions";

  private RouteNodes() {}

  /// Of handlers and plugins a node's word is not enough, or there is none: they may be there.
  static boolean mayTake(Route.Name route, ClusterNode node) {
    return switch (route) {
      case RuntimeClass, NriAnnotation -> true;
      case CrioAnnotation, CrioSystemd -> node.isOf("cri-o");
      case GkeAnnotation -> "true".equals(node.labels().get(GKE_LABEL));
      case CgroupOptions -> node.features().contains(OPTIONS_FEATURE);
    };
  }

  /// True where nobody could list nodes.
  static boolean mayTake(Route.Name route, ClusterFacts facts) {
    return facts
        .nodes()
        .map(all -> all.stream().anyMatch(node -> mayTake(route, node)))
        .orElse(true);
  }
}
