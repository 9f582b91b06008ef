// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.Entrypoint;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeSet;

/// Grounds for refusal that are not a requirement of a policy: how the pod asks, and what a
/// policy gives.
final class Grounds {

  private static final String ASK = "metadata.labels[" + Asking.LABEL + "]";
  private static final String CLASS = "spec.runtimeClassName";

  private static final int MOST_NAMED = 5;

  /// In characters.
  private static final int LONGEST_NAME = 253;

  /// Who takes the word out may think that all is well.
  private static final String UNSEEN = "; what an image's own ENTRYPOINT starts, cgrant cannot see";

  private Grounds() {}

  /// Where the way a pod asks contradicts itself.
  static Optional<Finding> misunderstanding(Ask ask, Asking asking, List<Route> routes) {
    return switch (asking) {
      case Unclear -> Optional.of(askUnclear(ask));
      case Yes -> contradiction(ask, routes);
      case Silent, No -> Optional.empty();
    };
  }

  private static Finding askUnclear(Ask ask) {
    return new Finding(
        ASK,
        Reason.AskUnclear,
        "the label is \""
            + ask.pod().labels().get(Asking.LABEL)
            + "\"; write \"true\" to ask or \"false\" to opt out");
  }

  private static Optional<Finding> contradiction(Ask ask, List<Route> routes) {
    Optional<String> className = ask.pod().spec().runtimeClassName();
    if (className.isEmpty()) {
      boolean isAnswered = ask.canAmend() || !routes.isEmpty();
      return isAnswered ? Optional.empty() : Optional.of(askUnanswered());
    }
    if (routes.stream().anyMatch(Route.RuntimeClass.class::isInstance)) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            CLASS,
            Reason.RuntimeClassConflict,
            "a writable cgroup is asked for, but the pod names RuntimeClass \""
                + className.get()
                + "\", whose handler gives none; remove the class, or set the pod's label "
                + Asking.LABEL
                + " to \"false\""));
  }

  private static Finding askUnanswered() {
    return new Finding(
        ASK,
        Reason.AskUnanswered,
        "the pod asks but carries no RuntimeClass, which only its creation can set;"
            + " create it anew, or check that the mutating webhook is installed");
  }

  /// @param misses those that select the pod and have a condition that is false
  static Finding noPolicy(Ask ask, List<NearMiss> misses) {
    String detail =
        misses.isEmpty()
            ? "no WritableCgroupPolicy speaks for this pod in namespace \""
                + ask.subject().namespace()
                + "\"; ask the platform team for one that matches its namespace labels, pod labels"
                + " and ServiceAccount"
            : NearMiss.told(misses)
                + "; change the pod so that the condition holds, or ask the platform team";
    return new Finding(Ask.Subject.NAMESPACE_PATH, Reason.NoPolicy, detail);
  }

  static Finding routeNotGranted(Route route, Policy policy) {
    return new Finding(
        route.path(),
        Reason.RouteNotGranted,
        "the pod takes the route "
            + route.name()
            + " to a writable cgroup, and the policy grants only "
            + new TreeSet<>(policy.grant().routes())
            + "; remove it or ask for a policy that grants it"
            + unseen(route));
  }

  private static String unseen(Route route) {
    return switch (route) {
      case Route.CrioSystemd r -> UNSEEN;
      case Route.RuntimeClass r -> "";
      case Route.CrioAnnotation r -> "";
      case Route.GkeAnnotation r -> "";
      case Route.NriAnnotation r -> "";
      case Route.CgroupOptions r -> "";
    };
  }

  /// CRI-O looks at the word after the kubelet has put the variable's value into it.
  static Finding entrypointUnknown(ContainerView container) {
    Entrypoint entrypoint = container.entrypoint().orElseThrow();
    return new Finding(
        container.path() + "." + entrypoint.field(),
        Reason.EntrypointUnknown,
        "container \""
            + container.name()
            + "\" runs what the variable "
            + named(entrypoint.unknown())
            + " holds, which is not in the pod; CRI-O makes the cgroup writable if that is systemd,"
            + " so write the program out, or ask for a policy that grants CrioSystemd"
            + UNSEEN);
  }

  /// Names of any number and length, as a mutating webhook may see them.
  private static String named(List<String> names) {
    int told = Math.min(names.size(), MOST_NAMED);
    var sentence = new StringJoiner(", ");
    for (String name : names.subList(0, told)) {
      boolean isLong = name.length() > LONGEST_NAME;
      sentence.add(isLong ? name.substring(0, LONGEST_NAME) + "…" : name);
    }
    int more = names.size() - told;
    return more == 0 ? sentence.toString() : sentence + " and " + more + " more";
  }

  static Finding quotaOnlyAtCreation(Policy policy) {
    return new Finding(
        Ask.Subject.NAMESPACE_PATH,
        Reason.QuotaOnlyAtCreation,
        "policy \""
            + policy.name()
            + "\" counts its pods when they are created, and this one has no grant of it; create the"
            + " pod anew");
  }

  static Finding quotaWithoutRecord(Policy policy) {
    return new Finding(
        "metadata.annotations[" + Asking.GRANTED_BY + "]",
        Reason.QuotaWithoutRecord,
        "policy \""
            + policy.name()
            + "\" counts its pods by this annotation, which cgrant's mutating webhook writes and which"
            + " is not there; try again, or check that the webhook is installed");
  }

  /// Why the class a policy would set cannot be the answer to an ask by label.
  static Optional<Finding> unusableClass(Policy policy, Snapshot snapshot) {
    if (!policy.grant().routes().contains(Route.Name.RuntimeClass)) {
      return Optional.of(
          new Finding(
              CLASS,
              Reason.RouteNotGranted,
              "the label asks for a RuntimeClass, and the policy grants only "
                  + new TreeSet<>(policy.grant().routes())
                  + "; remove the label or ask for a policy that grants RuntimeClass"));
    }
    String className = policy.grant().runtimeClassName();
    String handler = snapshot.runtimeClasses().get(className);
    if (handler == null) {
      return Optional.of(
          new Finding(
              CLASS,
              Reason.RuntimeClassNotFound,
              "the policy grants RuntimeClass \""
                  + className
                  + "\", which does not exist; create it or grant another class"));
    }
    if (!snapshot.gatedHandlers().contains(handler)) {
      return Optional.of(
          new Finding(
              CLASS,
              Reason.RuntimeClassNotGated,
              "the policy grants RuntimeClass \""
                  + className
                  + "\", whose handler \""
                  + handler
                  + "\" is not a gated one; name it in cgrant.gated-handlers or grant another class"));
    }
    return Optional.empty();
  }
}
