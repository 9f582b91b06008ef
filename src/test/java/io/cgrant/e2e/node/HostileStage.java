// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import io.cgrant.e2e.node.Workload.Users;
import java.util.List;
import java.util.Map;

/// Who attacks on a node: a container under our handler, beside a neighbour under the same.
record HostileStage(OciRuntime runtime, Users users) {

  /// Those whose cgroup is writable to root.
  static List<HostileStage> on(Node node) {
    return of(node.kind());
  }

  static List<HostileStage> of(Node.Kind kind) {
    return Pair.of(kind).stream()
        .filter(pair -> pair.user() == 0 && pair.grant() == Pair.Grant.Works)
        .map(pair -> new HostileStage(pair.runtime(), pair.users()))
        .toList();
  }

  String name() {
    return runtime.plain() + (users == Users.Own ? ", user namespace" : ", no user namespace");
  }

  /// Whether the bounds of the own top must hold against root.
  boolean keepsItsBounds(Node node) {
    return users == Users.Own || node.delegates();
  }

  Workload workload(Node node) {
    var workload = Workload.under(runtime.writable()).with(users);
    return node.hasControllers()
        ? workload.limitedTo(Map.of("memory_limit_in_bytes", 67_108_864L))
        : workload;
  }
}
