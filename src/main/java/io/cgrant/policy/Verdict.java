// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.List;

/// What the gate says. `Undecided` is a refusal to the outside that does not blame the pod.
public sealed interface Verdict {

  /// The pod is none of the gate's business.
  ///
  /// @param unmet why a pod whose namespace asks was left ordinary; empty for all others
  record NotAsked(List<Objection> unmet) implements Verdict {
    public static final NotAsked UNTOUCHED = new NotAsked(List.of());
  }

  /// @param policy the one named as the granter
  /// @param tolerated what `Enforce` would have refused; empty unless the policy only warns or
  /// audits
  record Granted(Policy policy, List<Objection> tolerated) implements Verdict {}

  /// @param objections every finding of every candidate, the floor first, then policies in their
  /// order
  record Refused(List<Objection> objections) implements Verdict {}

  record Undecided(Cause cause, String detail) implements Verdict {}

  enum Cause {
    NotSynced,
    UnknownNamespace,
    UnknownRuntimeClass,
    OutOfTime,
    InternalError
  }
}
