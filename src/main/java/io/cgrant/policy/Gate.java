// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The decision. Total: every ask gets a verdict, and only a policy makes it a grant.
public final class Gate {

  private Gate() {}

  public static Verdict decide(Ask ask, Snapshot snapshot) {
    if (isLeftAlone(ask) || Change.isHarmless(ask, snapshot.policies())) {
      return Verdict.NotAsked.UNTOUCHED;
    }
    List<Route> routes = RouteFinder.inPod(ask.pod());
    Asking asking = Asking.of(ask.pod());
    boolean asks = !routes.isEmpty() || asking == Asking.Yes || asking == Asking.Unclear;
    if (!asks && ask.pod().spec().runtimeClassName().isEmpty()) {
      return onBehalfOfNamespace(ask, snapshot, asking);
    }
    if (!snapshot.synced()) {
      return new Verdict.Undecided(
          Verdict.Cause.NotSynced, "cgrant has not yet read the cluster's policies; try again");
    }
    if (ask.pod().spec().runtimeClassName().isPresent()) {
      String className = ask.pod().spec().runtimeClassName().get();
      String handler = snapshot.runtimeClasses().get(className);
      if (handler == null) {
        return new Verdict.Undecided(
            Verdict.Cause.UnknownRuntimeClass,
            "RuntimeClass \""
                + className
                + "\" is not known to cgrant; try again, or check its name");
      }
      if (snapshot.gatedHandlers().contains(handler)) {
        routes.add(new Route.RuntimeClass(className, handler));
        asks = true;
      }
    }
    if (!asks) {
      return onBehalfOfNamespace(ask, snapshot, asking);
    }
    if (snapshot.namespaceLabels().isEmpty()) {
      return new Verdict.Undecided(
          Verdict.Cause.UnknownNamespace,
          "namespace \"" + ask.subject().namespace() + "\" is not known to cgrant; try again");
    }
    return new Hearing(ask, snapshot, asking, routes).verdict();
  }

  /// Mirror pods run whatever the API server says, and a pod on its way out gains nothing.
  private static boolean isLeftAlone(Ask ask) {
    return MirrorPod.is(ask) || ask.old().map(PodView::beingDeleted).orElse(false);
  }

  /// The namespace's ask is a wish: a pod that does not qualify stays as it is.
  private static Verdict onBehalfOfNamespace(Ask ask, Snapshot snapshot, Asking asking) {
    boolean canStillBeGranted =
        switch (ask.phase()) {
          case Mutate -> ask.operation() == Ask.Operation.CREATE;
          case Validate -> false;
          case Preview -> true;
        };
    Map<String, String> labels = snapshot.namespaceLabels().orElse(Map.of());
    if (!canStillBeGranted || asking == Asking.No || Asking.of(labels) != Asking.Yes) {
      return Verdict.NotAsked.UNTOUCHED;
    }
    Verdict verdict = new Hearing(ask, snapshot, Asking.Yes, new ArrayList<>()).verdict();
    return switch (verdict) {
      case Verdict.Granted granted -> granted;
      case Verdict.Refused(var objections) -> new Verdict.NotAsked(objections);
      case Verdict.NotAsked untouched -> untouched;
      case Verdict.Undecided undecided -> Verdict.NotAsked.UNTOUCHED;
    };
  }
}
