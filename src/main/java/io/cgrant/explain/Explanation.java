// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.explain;

import io.cgrant.manifest.Workload;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Asking;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Outcome;
import io.cgrant.policy.Point;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Transcript;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.check.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One object, and how it is judged.
///
/// @param source where the object stands, as the file it is in
/// @param remarks what cannot be known, and what a reader should
public record Explanation(
    String source, Viewpoint viewpoint, Ask ask, Transcript transcript, List<String> remarks) {

  public Explanation {
    remarks = List.copyOf(remarks);
  }

  /// Replays the creation of the object.
  public static Explanation of(
      String source, Workload workload, String namespace, Snapshot snapshot) {
    Ask ask = ask(workload, namespace, Ask.Requester.NOBODY);
    return new Explanation(
        source,
        Viewpoint.Replay,
        ask,
        Transcript.of(ask, snapshot),
        Remarks.ofReplay(ask, snapshot));
  }

  /// What a replica said of the creation of the object.
  ///
  /// @param age how long ago what it knows was last known to be true
  public static Explanation told(
      String source, Ask ask, Transcript transcript, Snapshot snapshot, Duration age) {
    return new Explanation(
        source, Viewpoint.Replica, ask, transcript, Remarks.ofReplica(ask, snapshot, age));
  }

  /// The question.
  ///
  /// @param namespace in which the object would be
  public static Ask ask(Workload workload, String namespace, Ask.Requester requester) {
    var subject =
        new Ask.Subject(workload.kind(), namespace, workload.name(), "", workload.podPath());
    return Ask.preview(subject, workload.pod(), requester, workload.manuscript());
  }

  public boolean isWell() {
    return switch (transcript.verdict()) {
      case Verdict.NotAsked notAsked -> true;
      case Verdict.Granted granted -> true;
      case Verdict.Refused refused -> false;
      case Verdict.Undecided undecided -> false;
    };
  }

  /// As people say it: `Deployment ml/ray-head`.
  String object() {
    Ask.Subject subject = ask.subject();
    String name = subject.name().isEmpty() ? "(no name)" : subject.name();
    return subject.kind() + " " + subject.namespace() + "/" + name;
  }

  /// One of the four words.
  String word() {
    return Outcome.of(transcript.verdict()).name();
  }

  Optional<String> granter() {
    return transcript.verdict() instanceof Verdict.Granted granted
        ? Optional.of(granted.policy().provenance())
        : Optional.empty();
  }

  /// Of those that are no policy's: what no policy could change.
  List<Objection> ofNoPolicy() {
    List<Objection> all =
        switch (transcript.verdict()) {
          case Verdict.NotAsked(var unmet, var doubts) -> unmet.isEmpty() ? doubts : unmet;
          case Verdict.Granted granted -> List.of();
          case Verdict.Refused(var objections, var routes) -> objections;
          case Verdict.Undecided undecided -> List.of();
        };
    return all.stream().filter(o -> o.policy().isEmpty() && !isOfFloor(o)).toList();
  }

  private boolean isOfFloor(Objection objection) {
    return transcript.hearing().stream()
        .flatMap(heard -> heard.floor().stream())
        .anyMatch(point -> isOf(point, objection.finding()));
  }

  /// Where not all are kept, it may be one of the others.
  private static boolean isOf(Point point, Finding finding) {
    return point.findings().contains(finding)
        || point.more() > 0
            && point.findings().stream().anyMatch(kept -> kept.reason() == finding.reason());
  }

  /// Why nobody can decide.
  Optional<String> undecided() {
    return transcript.verdict() instanceof Verdict.Undecided(var cause, var detail, var inquiry)
        ? Optional.of(cause + ": " + told(cause, detail))
        : Optional.empty();
  }

  private String told(Verdict.Cause cause, String detail) {
    return switch (cause) {
      case UnknownNamespace ->
          isNotThere("namespace \"" + ask.subject().namespace() + "\"", "or name another with -n");
      case UnknownRuntimeClass ->
          isNotThere(
              "RuntimeClass \"" + ask.pod().spec().runtimeClassName().orElse("") + "\"",
              "or correct the name");
      case NotSynced, OutOfTime, InternalError, NeedsTestimony, NoApiServer -> detail;
    };
  }

  private String isNotThere(String what, String wayOut) {
    return switch (viewpoint) {
      case Replay ->
          "nothing describes " + what + "; give a file that does with --cluster, " + wayOut;
      case Replica -> "there is no " + what + "; create it first, or correct the name";
    };
  }

  /// By whose label it asks.
  String label() {
    return switch (Asking.of(ask.pod())) {
      case Yes -> "the pod's label " + Asking.LABEL + " is \"true\"";
      case No -> "the pod's label " + Asking.LABEL + " is \"false\": it opts out";
      case Unclear -> "the pod's label " + Asking.LABEL + " is neither \"true\" nor \"false\"";
      case Silent ->
          transcript.hearing().filter(heard -> heard.asking() == Asking.Yes).isPresent()
              ? "the namespace's label " + Asking.LABEL + " asks on its behalf"
              : "the pod has no label " + Asking.LABEL;
    };
  }
}
