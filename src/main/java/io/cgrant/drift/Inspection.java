// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

import io.cgrant.policy.Asking;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Route;
import io.cgrant.policy.RouteFinder;
import io.cgrant.policy.Verdict;
import java.util.List;
import java.util.Optional;

/// Looks at one stored pod: whether it holds a writable cgroup, and by what right.
///
/// A policy that was changed is no drift by itself: a new priority or a looser limit would tell of
/// every pod at once, and nobody would read on. What counts is whether the pod as it is would be
/// granted today, by whatever policy. Where that cannot be told it is no drift either: RBAC is not
/// asked again, a quota is not counted again, and what an expression wants to know of the request
/// is gone.
public final class Inspection {

  private final StoredPod stored;
  private final Today today;
  private final Optional<String> handler;
  private final List<Route> routes;
  private Optional<Judged> judged = Optional.empty();

  private Inspection(StoredPod stored, Today today) {
    this.stored = stored;
    this.today = today;
    this.handler =
        stored.pod().spec().runtimeClassName().map(today.snapshot().runtimeClasses()::get);
    this.routes = RouteFinder.inPod(stored.pod());
    handler
        .filter(today.snapshot().gatedHandlers()::contains)
        .ifPresent(gated -> routes.add(new Route.RuntimeClass(className(), gated)));
  }

  /// Empty for a pod that holds none and was granted none.
  public static Optional<Holding> of(StoredPod stored, Today today) {
    var inspection = new Inspection(stored, today);
    Optional<String> record =
        Optional.ofNullable(stored.pod().annotations().get(Asking.GRANTED_BY));
    if (inspection.routes.isEmpty() && record.isEmpty()) {
      return Optional.empty();
    }
    // What is being deleted is on its way to be right.
    Optional<Drift> drift =
        stored.pod().beingDeleted()
            ? Optional.empty()
            : record.map(inspection::granted).orElseGet(inspection::unrecorded);
    Optional<Tolerance> tolerance =
        stored.pod().beingDeleted() || drift.isPresent()
            ? Optional.empty()
            : record.flatMap(inspection::tolerated);
    return Optional.of(
        new Holding(stored, Route.names(inspection.routes), record, drift, tolerance));
  }

  private Optional<Drift> unrecorded() {
    return Optional.of(
        isClassYounger()
            ? drift(Cause.ClassChanged, "no grant is recorded, and " + youngerClass())
            : drift(Cause.NoRecord, "no grant is recorded"));
  }

  private boolean isClassYounger() {
    boolean onlyByClass = routes.size() == 1 && routes.getFirst() instanceof Route.RuntimeClass;
    return onlyByClass
        && today
            .classSince()
            .apply(className())
            .filter(since -> stored.created().filter(since::isAfter).isPresent())
            .isPresent();
  }

  private String youngerClass() {
    return "RuntimeClass \""
        + className()
        + "\" is younger than the pod: its handler is \""
        + handler.orElseThrow()
        + "\" now";
  }

  private Optional<Drift> granted(String record) {
    if (routes.isEmpty() && stored.pod().spec().runtimeClassName().isPresent()) {
      return Optional.of(
          drift(
              Cause.ClassChanged,
              "granted by "
                  + record
                  + ", and RuntimeClass \""
                  + className()
                  + handler
                      .map(name -> "\" has handler \"" + name + "\" now, which is not gated")
                      .orElse("\" is gone")));
    }
    int at = record.lastIndexOf('@');
    String policy = at < 0 ? record : record.substring(0, at);
    Long generation = today.generations().get(policy);
    if (generation == null) {
      return Optional.of(
          drift(Cause.PolicyDeleted, "granted by " + record + ", and there is no such policy"));
    }
    boolean isChanged = !record.equals(policy + "@" + generation);
    Judged judged = judged();
    if (!judged.refuses()) {
      // A handler cannot be changed but by another class of that name.
      return isClassYounger()
          ? Optional.of(
              drift(Cause.ClassChanged, "granted by " + record + ", and " + youngerClass(), judged))
          : Optional.empty();
    }
    return Optional.of(
        isChanged
            ? drift(
                Cause.PolicyChanged,
                "granted by " + record + ", which is " + policy + "@" + generation + " now",
                judged)
            : drift(
                Cause.CircumstancesChanged,
                "granted by " + record + ", which is as it was",
                judged));
  }

  private Optional<Tolerance> tolerated(String record) {
    return judged().certainty() == Certainty.Whole
            && judged().verdict() instanceof Verdict.Granted granted
            && !granted.tolerated().isEmpty()
        ? Optional.of(
            new Tolerance(
                granted.policy().name(), granted.tolerated(), Sentence.of(record, granted)))
        : Optional.empty();
  }

  private Drift drift(Cause cause, String beginning) {
    return drift(cause, beginning, judged());
  }

  private static Drift drift(Cause cause, String beginning, Judged judged) {
    return new Drift(
        cause, judged.verdict(), Sentence.of(beginning, judged.verdict(), judged.certainty()));
  }

  private record Judged(Verdict verdict, Certainty certainty) {

    boolean refuses() {
      return certainty == Certainty.Whole && verdict instanceof Verdict.Refused;
    }
  }

  /// Once for a pod, whoever asks.
  private Judged judged() {
    if (judged.isEmpty()) {
      var words = new Unaccompanied(stored.manuscript());
      Verdict verdict = Gate.reconsidered(stored.asked(words), today.snapshot());
      judged =
          Optional.of(
              new Judged(verdict, words.isMissed() ? Certainty.WithoutRequest : Certainty.Whole));
    }
    return judged.get();
  }

  private String className() {
    return stored.pod().spec().runtimeClassName().orElse("");
  }
}
