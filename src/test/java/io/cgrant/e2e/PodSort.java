// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What a pod wants, and so what must come of it.
enum PodSort {
  /// Asks for nothing: stored, and left as it is.
  Ordinary,
  /// Asks, and meets what the policy requires: granted.
  Qualifying,
  /// Asks, and is privileged: refused, whatever else happens.
  Unsafe;

  JsonNode pod(World world) {
    return switch (this) {
      case Ordinary -> world.ordinaryPod("ordinary");
      case Qualifying -> world.pod("qualifying");
      case Unsafe -> privileged(world.pod("unsafe"));
    };
  }

  boolean asks() {
    return switch (this) {
      case Ordinary -> false;
      case Qualifying, Unsafe -> true;
    };
  }

  private static JsonNode privileged(JsonNode pod) {
    var context = (ObjectNode) pod.at("/spec/containers/0/securityContext");
    context.put("privileged", true).remove("allowPrivilegeEscalation");
    return pod;
  }
}
