// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.report;

import io.cgrant.admission.Printable;
import io.cgrant.file.Document;
import io.cgrant.manifest.Workload;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Objections;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Waiver;
import io.cgrant.policy.check.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One object of a file, and what the gate says of it.
///
/// @param ask what the gate was asked; its namespace is the object's own, or the one it would be
/// applied to
public record Judgement(Document document, Ask ask, Verdict verdict) {

  public static Judgement of(
      Document document, Workload workload, String namespace, Snapshot snapshot) {
    var subject =
        new Ask.Subject(workload.kind(), namespace, workload.name(), "", workload.podPath());
    Ask ask = Ask.preview(subject, workload.pod(), workload.manuscript());
    return new Judgement(document, ask, Gate.decide(ask, snapshot));
  }

  /// What stands in place of a reason.
  private static final String MORE = "MoreFindings";

  /// As people say it: `Deployment ml/ray-head`.
  String object() {
    Ask.Subject subject = ask.subject();
    String name = subject.name().isEmpty() ? "(no name)" : subject.name();
    return Printable.of(subject.kind() + " " + subject.namespace() + "/" + name);
  }

  /// One of the four words.
  String word() {
    return switch (verdict) {
      case Verdict.NotAsked notAsked -> "NotAsked";
      case Verdict.Granted granted -> "Granted";
      case Verdict.Refused refused -> "Refused";
      case Verdict.Undecided undecided -> "Undecided";
    };
  }

  public boolean isWell() {
    return switch (verdict) {
      case Verdict.NotAsked notAsked -> true;
      case Verdict.Granted granted -> true;
      case Verdict.Refused refused -> false;
      case Verdict.Undecided undecided -> false;
    };
  }

  /// The policy that grants.
  Optional<String> policy() {
    return verdict instanceof Verdict.Granted granted
        ? Optional.of(granted.policy()).map(Policy::name)
        : Optional.empty();
  }

  /// What stands against the object; for one that is well, what would stand against it in earnest.
  List<LocatedFinding> findings() {
    return switch (verdict) {
      case Verdict.NotAsked(var unmet, var doubts) -> located(unmet.isEmpty() ? doubts : unmet);
      case Verdict.Granted granted -> ofGranted(granted);
      case Verdict.Refused(var objections, var routes) -> located(objections);
      case Verdict.Undecided(var cause, var detail, var inquiry) -> List.of(located(cause, detail));
    };
  }

  private List<LocatedFinding> ofGranted(Verdict.Granted granted) {
    var found = new ArrayList<>(located(granted.tolerated()));
    found.addAll(located(granted.unverified()));
    for (Waiver waiver : granted.waivers()) {
      PolicyException exception = waiver.exception();
      for (Finding finding : waiver.findings()) {
        found.add(
            located(
                policy(),
                ask.subject().locate(finding.path()),
                finding.reason().name(),
                finding.detail()
                    + "; waived by exception "
                    + exception.name()
                    + " until "
                    + exception.expires()));
      }
      more(waiver.more()).ifPresent(found::add);
    }
    return found;
  }

  private List<LocatedFinding> located(List<Objection> objections) {
    var found = new ArrayList<LocatedFinding>(objections.size());
    for (Objection o : objections) {
      found.add(
          located(
              o.policy(),
              ask.subject().locate(o.finding().path()),
              o.finding().reason().name(),
              o.finding().detail()));
    }
    if (objections instanceof Objections bounded) {
      more(bounded.more()).ifPresent(found::add);
    }
    return found;
  }

  /// In place of those that are only counted.
  private Optional<LocatedFinding> more(int more) {
    return more == 0
        ? Optional.empty()
        : Optional.of(
            located(
                Optional.empty(),
                "",
                MORE,
                "at least " + more + " more; mend those that are named, and check again"));
  }

  private LocatedFinding located(Verdict.Cause cause, String detail) {
    return switch (cause) {
      case UnknownNamespace ->
          located(
              Optional.empty(),
              "metadata.namespace",
              cause.name(),
              "no file describes namespace \""
                  + ask.subject().namespace()
                  + "\"; give one that does with -n, or name another with --namespace");
      case UnknownRuntimeClass ->
          located(
              Optional.empty(),
              ask.subject().locate("spec.runtimeClassName"),
              cause.name(),
              "no file describes RuntimeClass \""
                  + ask.pod().spec().runtimeClassName().orElse("")
                  + "\"; give one that does with -n, or correct the name");
      case NotSynced, OutOfTime, InternalError, NeedsTestimony, NoApiServer ->
          located(Optional.empty(), "", cause.name(), detail);
    };
  }

  private LocatedFinding located(
      Optional<String> policy, String path, String reason, String detail) {
    return new LocatedFinding(
        policy,
        Printable.of(document.within() + path),
        document.line(path),
        reason,
        Printable.of(detail));
  }
}
