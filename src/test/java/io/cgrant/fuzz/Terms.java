// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a policy of the oracle's worlds says, as data; [FuzzWorld] writes the same as YAML for
/// cgrant.
///
/// @param level `Restricted`, `Baseline` or `Privileged`
record Terms(
    Set<String> routes,
    boolean userNamespace,
    Set<String> limits,
    Map<String, BigDecimal> max,
    Set<String> qosClasses,
    Set<String> capabilities,
    boolean escalationForbidden,
    Set<String> seccomp,
    Set<String> procMounts,
    List<String> hostPaths,
    String level,
    boolean exclusiveCpusForbidden,
    List<String> repositories,
    boolean digest) {

  /// Of a policy that leaves `require` out.
  static final Terms STRICT =
      new Terms(
          Set.of("RuntimeClass"),
          true,
          Set.of("cpu", "memory"),
          Map.of(),
          Set.of("Guaranteed", "Burstable"),
          Set.of("NET_BIND_SERVICE"),
          true,
          Set.of("RuntimeDefault", "Localhost"),
          Set.of("Default"),
          List.of(),
          "Restricted",
          true,
          List.of(),
          false);

  boolean restricted() {
    return level.equals("Restricted");
  }

  boolean baseline() {
    return restricted() || level.equals("Baseline");
  }
}
