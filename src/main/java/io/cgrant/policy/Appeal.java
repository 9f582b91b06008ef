// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What stands against a grant that is not a requirement of a policy: how the pod asks, and what a
/// policy gives.
final class Appeal {

  private static final String ASK = "metadata.labels[" + Asking.LABEL + "]";

  private Appeal() {}

  /// Where the way a pod asks contradicts itself.
  static List<Finding> misunderstandings(Ask ask, Asking asking, List<Route> routes) {
    var found = new ArrayList<Finding>(0);
    if (asking == Asking.Unclear) {
      found.add(
          new Finding(
              ASK,
              "AskUnclear",
              "the label is \""
                  + ask.pod().labels().get(Asking.LABEL)
                  + "\"; write \"true\" to ask or \"false\" to opt out"));
    }
    boolean takesGatedClass = routes.stream().anyMatch(Route.RuntimeClass.class::isInstance);
    Optional<String> className = ask.pod().spec().runtimeClassName();
    if (asking == Asking.Yes && className.isPresent() && !takesGatedClass) {
      found.add(
          new Finding(
              "spec.runtimeClassName",
              "RuntimeClassConflict",
              "the pod asks for a writable cgroup but names RuntimeClass \""
                  + className.get()
                  + "\", whose handler gives none; remove the class or the label"));
    }
    if (asking == Asking.Yes && className.isEmpty() && ask.phase() == Ask.Phase.Validate) {
      found.add(
          new Finding(
              ASK,
              "AskUnanswered",
              "the pod asks but carries no RuntimeClass, which only its creation can set;"
                  + " create it anew, or check that the mutating webhook is installed"));
    }
    return found;
  }

  static Finding noPolicy(Ask ask) {
    return new Finding(
        "metadata.namespace",
        "NoPolicy",
        "no WritableCgroupPolicy speaks for this pod in namespace \""
            + ask.subject().namespace()
            + "\"; ask the platform team for one that matches its namespace labels, pod labels"
            + " and ServiceAccount");
  }

  static Finding routeNotGranted(Route route, Policy policy) {
    return new Finding(
        route.path(),
        "RouteNotGranted",
        "the pod takes the route "
            + route.name()
            + " to a writable cgroup, and the policy grants only "
            + new TreeSet<>(policy.grant().routes())
            + "; remove it or ask for a policy that grants it");
  }

  /// Why the class a policy would set cannot be the answer to an ask by label.
  static Optional<Finding> unusableClass(Policy policy, Snapshot snapshot) {
    String className = policy.grant().runtimeClassName();
    if (!policy.grant().routes().contains(Route.Name.RuntimeClass)) {
      return Optional.of(
          new Finding(
              ASK,
              "RouteNotGranted",
              "the label asks for a RuntimeClass, and the policy grants only "
                  + new TreeSet<>(policy.grant().routes())));
    }
    String handler = snapshot.runtimeClasses().get(className);
    if (handler == null) {
      return Optional.of(
          new Finding(
              "spec.runtimeClassName",
              "RuntimeClassNotFound",
              "the policy grants RuntimeClass \""
                  + className
                  + "\", which does not exist;"
                  + " create it"));
    }
    if (!snapshot.gatedHandlers().contains(handler)) {
      return Optional.of(
          new Finding(
              "spec.runtimeClassName",
              "RuntimeClassNotGated",
              "the policy grants RuntimeClass \""
                  + className
                  + "\", whose handler \""
                  + handler
                  + "\" is not a gated one; name it in cgrant.gated-handlers or grant another class"));
    }
    return Optional.empty();
  }
}
