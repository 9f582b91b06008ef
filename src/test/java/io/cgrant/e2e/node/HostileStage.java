// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import io.cgrant.e2e.node.Workload.Users;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Who attacks on a node: a container under our handler, beside a neighbour under the same.
record HostileStage(OciRuntime runtime, Users users) {

  /// Those whose cgroup is writable to root.
  static List<HostileStage> on(Node node) {
    return of(node.kind());
  }

  static List<HostileStage> of(Node.Kind kind) {
    return Stream.of(OciRuntime.values())
        .flatMap(
            runtime ->
                Pair.ofRoot(kind, runtime).stream().map(users -> new HostileStage(runtime, users)))
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
