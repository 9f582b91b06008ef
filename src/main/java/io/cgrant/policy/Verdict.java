// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the gate says. `Undecided` is a refusal to the outside that does not blame the pod.
public sealed interface Verdict {

  /// The same, on a pod that asks by these routes.
  default Verdict by(Set<Route.Name> routes) {
    return switch (this) {
      case NotAsked untouched -> untouched;
      case Granted(
              var policy,
              var tolerated,
              var addition,
              var waivers,
              var unverified,
              var none) ->
          new Granted(policy, tolerated, addition, waivers, unverified, routes);
      case Refused(var objections, var none) -> new Refused(objections, routes);
      case Undecided undecided -> undecided;
    };
  }

  /// The pod is none of the gate's business.
  ///
  /// @param unmet why a pod whose namespace asks was left ordinary; empty for all others
  /// @param doubts what looks like a route and is none that cgrant knows; only ever a warning
  record NotAsked(Objections unmet, Objections doubts) implements Verdict {
    public NotAsked(List<Objection> unmet, List<Objection> doubts) {
      this(Objections.of(unmet), Objections.of(doubts));
    }

    public NotAsked(List<Objection> unmet) {
      this(Objections.of(unmet), Objections.NONE);
    }

    public static final NotAsked UNTOUCHED = new NotAsked(Objections.NONE);
  }

  /// @param policy the one named as the granter
  /// @param tolerated what `Enforce` would have refused; empty unless the policy only warns or
  /// audits
  /// @param addition what the pod must be given for the grant to take effect
  /// @param waivers the exceptions without which the policy would not have granted
  /// @param unverified what nobody could be asked about; empty wherever there is a cluster
  /// @param routes by which the pod itself asked
  record Granted(
      Policy policy,
      Objections tolerated,
      Addition addition,
      List<Waiver> waivers,
      List<Objection> unverified,
      Set<Route.Name> routes)
      implements Verdict {
    public Granted {
      waivers = List.copyOf(waivers);
      unverified = List.copyOf(unverified);
    }

    /// Of a pod that has all it needs.
    public Granted(Policy policy, List<Objection> tolerated) {
      this(policy, tolerated, Addition.NONE, List.of(), List.of());
    }

    public Granted(
        Policy policy,
        List<Objection> tolerated,
        Addition addition,
        List<Waiver> waivers,
        List<Objection> unverified) {
      this(policy, Objections.of(tolerated), addition, waivers, unverified, Set.of());
    }

    Granted adding(Addition other) {
      return new Granted(policy, tolerated, other, waivers, unverified, routes);
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

  /// @param objections the findings of every candidate, the floor first, then policies in their
  /// order; the first of them as they are, the others as a number
  /// @param routes by which the pod itself asked; empty also where they were not looked for
  record Refused(Objections objections, Set<Route.Name> routes) implements Verdict {
    public Refused(List<Objection> objections) {
      this(Objections.of(objections), Set.of());
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

    /// Where there is no API server, and so nothing to wait for.
    static Undecided without(Inquiry inquiry) {
      return new Undecided(
          Cause.NoApiServer,
          inquiry.subject()
              + " cannot be told, since cgrant serves from a folder and has no API server to ask;"
              + " take "
              + inquiry.field()
              + " out of the policy, or run cgrant in a cluster");
    }
  }

  /// Why nobody can decide. What the names mean is in `docs/reference/reasons.md`, which is written
  /// from here.
  enum Cause {
    /// cgrant has not yet read the policies, namespaces and RuntimeClasses.
    ///
    /// Why: a decision without them could be wrong. It has just started, or the API server does not
    /// answer, or it lacks the right to read them.
    ///
    /// Way out: try again in some seconds; if it stays, read cgrant's log, which
    /// says what is missing.
    NotSynced,

    /// cgrant does not know the namespace of the pod.
    ///
    /// Why: its labels decide which policies speak for the pod. It may have been created a moment
    /// ago, and could not be read in time.
    ///
    /// Way out: try again. With files, name one that describes the namespace.
    UnknownNamespace,

    /// cgrant does not know the RuntimeClass that the pod names.
    ///
    /// Why: its handler decides whether the pod asks at all.
    ///
    /// Way out: check the name, or try again. With files, name one that describes the class.
    UnknownRuntimeClass,

    /// Only the API server can tell, and it was not asked yet, or did not answer.
    ///
    /// Why: the policy has a quota or `authorization: Required`, and the answer lies in no memory.
    ///
    /// Way out: try again; if it stays, look whether the API server answers.
    NeedsTestimony,

    /// Only an API server can tell, and cgrant serves from a folder.
    ///
    /// Why: the policy has a quota or `authorization: Required`, and files hold neither the pods of
    /// a cluster nor its RBAC.
    ///
    /// Way out: take the field that the message names out of the policy, or run cgrant
    /// in a cluster.
    NoApiServer,

    /// The decision took longer than it may.
    ///
    /// Why: the API server waits only so long, and then acts as if nobody had answered.
    ///
    /// Way out: try again; if it stays, give cgrant more CPU.
    OutOfTime,

    /// cgrant failed.
    ///
    /// Why: it is a fault of cgrant's, and an error is never a grant.
    ///
    /// Way out: report it with the line in cgrant's log that has the `uid` of the request.
    InternalError
  }
}
