// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.WritableHandlers;

import java.util.Set;
import java.util.TreeSet;

/// Whether pods of a handler that mounts their cgroup writable come by cgrant.
///
/// @param defaultHandler of pods without a RuntimeClass
record UngatedLook(String defaultHandler, Set<String> gated, Findings findings) {

  /// @param handler that does it, whatever a pod says
  /// @param takeAway how not to
  void at(String where, String handler, String takeAway) {
    if (handler.equals(defaultHandler)) {
      findings.error(
          WritableHandlers,
          where,
          "the default handler mounts the cgroup writable: every pod of the node has it, and no"
              + " RuntimeClass says so",
          takeAway + " there, and make a handler of its own (deploy/node)");
    } else if (!gated.contains(handler)) {
      findings.error(
          WritableHandlers,
          where,
          "it mounts the cgroup writable and is none of the gated " + new TreeSet<>(gated),
          "name it in cgrant.gated-handlers, or give it a name that is there");
    }
  }
}
