// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.admission.AuditEntry;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Asks;
import io.cgrant.policy.Enforcement;
import io.cgrant.policy.Objection;
import io.cgrant.policy.TemplateAuthor;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Verdicts for tests, on pods in namespace `ml-prod` that ReplicaSet `head-5d9` makes.
public final class Entries {

  public static final PodView.Owner REPLICA_SET =
      new PodView.Owner("apps/v1", "ReplicaSet", "head-5d9", "uid-rs");

  private Entries() {}

  public static AuditEntry refused(String podName) {
    return refused(podName, "set a memory limit", Optional.of(REPLICA_SET), false);
  }

  public static AuditEntry refused(
      String podName, String detail, Optional<PodView.Owner> owner, boolean dryRun) {
    var finding = new Finding("spec.containers[0]", Reason.LimitMissing, detail);
    return new AuditEntry(
        ask("ml-prod", podName, owner, dryRun),
        new Verdict.Refused(
            List.of(new Objection(Optional.of("ray"), OptionalLong.of(3), finding))));
  }

  /// @param uid of the pod
  public static AuditEntry granted(String podName, String uid) {
    return granted(podName, uid, Optional.of(REPLICA_SET));
  }

  public static AuditEntry granted(String podName, String uid, Optional<PodView.Owner> owner) {
    Ask ask = ask("ml-prod", podName, owner, false);
    var subject = new Ask.Subject("Pod", "ml-prod", podName, uid, "", "");
    return new AuditEntry(
        new Ask(
            ask.uid(),
            ask.phase(),
            ask.operation(),
            subject,
            ask.pod(),
            Optional.empty(),
            ask.requester(),
            false),
        new Verdict.Granted(
            Worlds.policy("ray", Enforcement.Enforce),
            List.of(),
            Verdict.Addition.NONE,
            List.of(),
            List.of()));
  }

  /// @param uid of the pod, which runs
  public static AuditEntry refusedUpdate(String podName, String uid) {
    AuditEntry refused = refused(podName);
    Ask ask = refused.ask();
    return new AuditEntry(
        new Ask(
            ask.uid(),
            ask.phase(),
            Ask.Operation.UPDATE,
            new Ask.Subject("Pod", "ml-prod", podName, uid, "ephemeralcontainers", ""),
            ask.pod(),
            Optional.of(ask.pod()),
            ask.requester(),
            false),
        refused.verdict());
  }

  /// Of a pod that asks by its label.
  public static AuditEntry undecided(String podName, String detail) {
    Ask ask = refused(podName).ask();
    PodView asking = Pods.granted().view();
    var pod =
        new PodView(
            podName, asking.labels(), Map.of(), ask.pod().owners(), false, ask.pod().spec());
    return new AuditEntry(
        about(pod, ask, ask.requester()), new Verdict.Undecided(Verdict.Cause.NotSynced, detail));
  }

  /// For so many findings.
  public static AuditEntry refusedFor(int findings) {
    return refusedFor(findings, "spec");
  }

  public static AuditEntry refusedFor(int findings, String path) {
    var objection =
        new Objection(
            Optional.of("ray"), OptionalLong.of(3), new Finding(path, Reason.HostPort, "detail"));
    return new AuditEntry(
        ask("ml-prod", "head-1", Optional.of(REPLICA_SET), false),
        new Verdict.Refused(Collections.nCopies(findings, objection)));
  }

  /// Whatever a sender may write is this text.
  public static AuditEntry refusedWithLongTexts(String text) {
    return new AuditEntry(
        new Ask(
            text,
            Ask.Phase.Validate,
            Ask.Operation.CREATE,
            new Ask.Subject("Pod", text, text, text, ""),
            Pods.granted().view(),
            Optional.empty(),
            new Ask.Requester(text, List.of()),
            false),
        new Verdict.Undecided(Verdict.Cause.InternalError, text));
  }

  public static AuditEntry refusedIn(String namespace) {
    return new AuditEntry(
        ask(namespace, "head-1", Optional.of(REPLICA_SET), false),
        new Verdict.Refused(
            List.of(
                new Objection(
                    Optional.empty(),
                    OptionalLong.empty(),
                    new Finding("spec", Reason.HostPort, "detail")))));
  }

  /// The same of a pod that the controller of ReplicaSets made, as it names it.
  public static AuditEntry byController(AuditEntry entry) {
    String controller = "system:serviceaccount:kube-system:replicaset-controller";
    return new AuditEntry(
        Asks.by(entry.ask(), new Ask.Requester(controller, List.of())), entry.verdict());
  }

  /// Of a pod that carries the record of an author.
  public static AuditEntry refusedOf(String requester, String author) {
    AuditEntry entry = refused("head-1");
    Ask ask = entry.ask();
    var record = Map.of(TemplateAuthor.NAME, author, TemplateAuthor.GROUPS, "ml-team");
    var pod =
        new PodView("head-1", Map.of(), record, Optional.of(REPLICA_SET), false, ask.pod().spec());
    return new AuditEntry(
        about(pod, ask, new Ask.Requester(requester, List.of())), entry.verdict());
  }

  /// The same of another pod that is created.
  private static Ask about(PodView pod, Ask ask, Ask.Requester requester) {
    return new Ask(
        ask.uid(),
        ask.phase(),
        ask.operation(),
        ask.subject(),
        pod,
        Optional.empty(),
        requester,
        false);
  }

  public static AuditEntry notAsked() {
    return new AuditEntry(
        ask("ml-prod", "head", Optional.empty(), false), Verdict.NotAsked.UNTOUCHED);
  }

  private static Ask ask(
      String namespace, String podName, Optional<PodView.Owner> owner, boolean dryRun) {
    PodView granted = Pods.granted().view();
    var pod = new PodView(podName, Map.of(), Map.of(), owner, false, granted.spec());
    return new Ask(
        "uid",
        Ask.Phase.Validate,
        Ask.Operation.CREATE,
        new Ask.Subject("Pod", namespace, podName, "", ""),
        pod,
        Optional.empty(),
        Asks.validate(pod).requester(),
        dryRun);
  }
}
