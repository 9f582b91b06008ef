// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodSpec;
import java.util.List;
import java.util.Optional;

/// What the gate says. `Undecided` is a refusal to the outside that does not blame the pod.
public sealed interface Verdict {

  /// The pod is none of the gate's business.
  ///
  /// @param unmet why a pod whose namespace asks was left ordinary; empty for all others
  /// @param doubts what looks like a route and is none that cgrant knows; only ever a warning
  record NotAsked(List<Objection> unmet, List<Objection> doubts) implements Verdict {
    public NotAsked {
      unmet = List.copyOf(unmet);
      doubts = List.copyOf(doubts);
    }

    public NotAsked(List<Objection> unmet) {
      this(unmet, List.of());
    }

    public static final NotAsked UNTOUCHED = new NotAsked(List.of());
  }

  /// @param policy the one named as the granter
  /// @param tolerated what `Enforce` would have refused; empty unless the policy only warns or
  /// audits
  /// @param addition what the pod must be given for the grant to take effect
  /// @param waivers the exceptions without which the policy would not have granted
  /// @param unverified what nobody could be asked about; empty wherever there is a cluster
  record Granted(
      Policy policy,
      List<Objection> tolerated,
      Addition addition,
      List<Waiver> waivers,
      List<Objection> unverified)
      implements Verdict {
    public Granted {
      tolerated = List.copyOf(tolerated);
      waivers = List.copyOf(waivers);
      unverified = List.copyOf(unverified);
    }

    /// Of a pod that has all it needs.
    public Granted(Policy policy, List<Objection> tolerated) {
      this(policy, tolerated, Addition.NONE, List.of(), List.of());
    }

    Granted adding(Addition other) {
      return new Granted(policy, tolerated, other, waivers, unverified);
    }
  }

  /// What a grant puts into a pod where the pod leaves it out. Nothing is ever replaced.
  record Addition(Optional<String> runtimeClassName, Optional<Boolean> hostUsers) {
    public static final Addition NONE = new Addition(Optional.empty(), Optional.empty());

    static Addition between(PodSpec before, PodSpec after) {
      return new Addition(
          before.runtimeClassName().isPresent() ? Optional.empty() : after.runtimeClassName(),
          before.hostUsers().isPresent() ? Optional.empty() : after.hostUsers());
    }
  }

  /// @param objections every finding of every candidate, the floor first, then policies in their
  /// order
  record Refused(List<Objection> objections) implements Verdict {
    public Refused {
      objections = List.copyOf(objections);
    }
  }

  /// @param inquiry what the API server must be asked before this can be decided
  record Undecided(Cause cause, String detail, Optional<Inquiry> inquiry) implements Verdict {
    public Undecided(Cause cause, String detail) {
      this(cause, detail, Optional.empty());
    }

    static Undecided before(Inquiry inquiry) {
      return new Undecided(
          Cause.NeedsTestimony,
          inquiry.subject() + " could not be asked of the API server in time; try again",
          Optional.of(inquiry));
    }
  }

  enum Cause {
    NotSynced,
    UnknownNamespace,
    UnknownRuntimeClass,
    /// Only the API server can tell, and it was not asked yet, or did not answer.
    NeedsTestimony,
    OutOfTime,
    InternalError
  }
}
