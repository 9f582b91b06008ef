// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodView;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.util.List;
import java.util.Optional;

/// The decision. Total: every ask gets a verdict, and only a policy makes it a grant.
public final class Gate {

  private Gate() {}

  public static Verdict decide(Ask ask, Snapshot snapshot) {
    return decide(ask, snapshot, Stenographer.NOBODY);
  }

  static Verdict decide(Ask ask, Snapshot snapshot, Stenographer stenographer) {
    if (ask.subject().isBinding()) {
      return Binding.verdict(ask);
    }
    if (MirrorPod.is(ask)) {
      return Verdict.NotAsked.UNTOUCHED;
    }
    Optional<Verdict> tampering = Provenance.tampering(ask);
    if (tampering.isPresent()) {
      return tampering.get();
    }
    return isOnItsWayOut(ask) || Change.isHarmless(ask)
        ? Verdict.NotAsked.UNTOUCHED
        : Provenance.checked(ask, noting(ask, judged(ask, snapshot, stenographer)));
  }

  /// A pod that does not ask hears of what nobody knows. Where the namespace asks, the findings
  /// hold it already; and of the two webhooks one is enough.
  private static Verdict noting(Ask ask, Verdict verdict) {
    boolean isOrdinary =
        verdict instanceof Verdict.NotAsked(var unmet, var none) && unmet.isEmpty();
    if (!isOrdinary || ask.phase() == Ask.Phase.Mutate) {
      return verdict;
    }
    List<Finding> doubts = RouteFinder.doubtsOfOrdinary(ask.pod());
    return doubts.isEmpty()
        ? verdict
        : new Verdict.NotAsked(List.of(), doubts.stream().map(Objection::ofFloor).toList());
  }

  /// What would be said of a stored pod if it were created now, as it is. What it says of its own
  /// grant is not disputed.
  ///
  /// @param ask a creation as `/validate` sees it
  public static Verdict reconsidered(Ask ask, Snapshot snapshot) {
    return judged(ask, snapshot, Stenographer.NOBODY);
  }

  private static Verdict judged(Ask ask, Snapshot snapshot, Stenographer stenographer) {
    List<Route> routes = RouteFinder.inPod(ask.pod());
    Asking asking = Asking.of(ask.pod());
    Optional<String> className = ask.pod().spec().runtimeClassName();
    if (!asksByItself(asking, routes) && className.isEmpty()) {
      return onBehalfOfNamespace(ask, snapshot, asking, stenographer);
    }
    if (!snapshot.synced()) {
      return new Verdict.Undecided(
          Verdict.Cause.NotSynced, "cgrant has not yet read the cluster's policies; try again");
    }
    if (className.isPresent()) {
      String handler = snapshot.runtimeClasses().get(className.get());
      if (handler == null) {
        return unknownRuntimeClass(className.get());
      }
      if (snapshot.gatedHandlers().contains(handler)) {
        routes.add(new Route.RuntimeClass(className.get(), handler));
      }
    }
    if (!asksByItself(asking, routes)) {
      return onBehalfOfNamespace(ask, snapshot, asking, stenographer);
    }
    if (snapshot.namespaceLabels().isEmpty()) {
      return new Verdict.Undecided(
          Verdict.Cause.UnknownNamespace,
          "namespace \"" + ask.subject().namespace() + "\" is not known to cgrant; try again");
    }
    return new Hearing(ask, snapshot, asking, routes, stenographer)
        .verdict()
        .by(Route.names(routes));
  }

  /// Whether the pod, by all that can be known without the cluster, may be one that asks or has a
  /// grant. Where this is false, no failure of ours is a reason to refuse it.
  public static boolean concerns(Ask ask) {
    if (ask.subject().isBinding()) {
      return true;
    }
    return !MirrorPod.is(ask)
        && (Provenance.tampering(ask).isPresent() || !isOnItsWayOut(ask) && mayAsk(ask));
  }

  private static boolean mayAsk(Ask ask) {
    return Provenance.isRecorded(ask)
        || ask.pod().spec().runtimeClassName().isPresent()
        || asksByItself(Asking.of(ask.pod()), RouteFinder.inPod(ask.pod()));
  }

  static boolean asksByItself(Asking asking, List<Route> routes) {
    boolean byLabel =
        switch (asking) {
          case Yes, Unclear -> true;
          case Silent, No -> false;
        };
    return byLabel || !routes.isEmpty();
  }

  private static Verdict unknownRuntimeClass(String className) {
    return new Verdict.Undecided(
        Verdict.Cause.UnknownRuntimeClass,
        "RuntimeClass \"" + className + "\" is not known to cgrant; try again, or check its name");
  }

  /// It gains nothing any more.
  private static boolean isOnItsWayOut(Ask ask) {
    return ask.old().filter(PodView::beingDeleted).isPresent();
  }

  /// The namespace's ask is a wish: a pod that does not qualify stays as it is.
  private static Verdict onBehalfOfNamespace(
      Ask ask, Snapshot snapshot, Asking asking, Stenographer stenographer) {
    boolean namespaceAsks =
        snapshot.namespaceLabels().map(Asking::of).orElse(Asking.Silent) == Asking.Yes;
    if (!namespaceAsks || !snapshot.synced() || !ask.canAmend() || asking == Asking.No) {
      return Verdict.NotAsked.UNTOUCHED;
    }
    Verdict verdict = new Hearing(ask, snapshot, Asking.Yes, List.of(), stenographer).verdict();
    return switch (verdict) {
      // What a policy tolerates in a pod that asks is no reason to change one that does not.
      case Verdict.Granted granted ->
          granted.tolerated().isEmpty() ? granted : new Verdict.NotAsked(granted.tolerated());
      case Verdict.Refused(var objections, var routes) ->
          new Verdict.NotAsked(worthSaying(objections));
      case Verdict.NotAsked untouched -> untouched;
      case Verdict.Undecided undecided ->
          undecided.inquiry().isPresent() ? undecided : Verdict.NotAsked.UNTOUCHED;
    };
  }

  /// Of a pod that has chosen another RuntimeClass, nothing else is worth saying.
  private static List<Objection> worthSaying(List<Objection> objections) {
    return objections.stream()
        .filter(o -> o.finding().reason() == Reason.RuntimeClassConflict)
        .findFirst()
        .map(List::of)
        .orElse(objections);
  }
}
