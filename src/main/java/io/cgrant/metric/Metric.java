// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import io.cgrant.api.ApiOutcome;
import io.cgrant.api.ApiRoute;
import io.cgrant.audit.EventTally;
import io.cgrant.certs.ClientRefused;
import io.cgrant.certs.Step;
import io.cgrant.drift.Cause;
import io.cgrant.outlet.Drops;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Outcome;
import io.cgrant.policy.Route;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.check.Reason;
import io.cgrant.policyreport.ReportFailure;
import io.cgrant.policyreport.ReportTally;
import io.cgrant.rotation.SecretState;
import io.cgrant.webhook.EndpointPath;
import io.cgrant.webhook.Rejection;
import java.util.List;

/// Every metric of cgrant, by the name under which it is scraped. `docs/reference/metrics.md` is
/// written from here, and alerts and the dashboard may name no other.
public enum Metric {
  Decisions(
      "cgrant_decisions_total",
      Presence.Always,
      "Verdicts of the gate, also of dry runs. `Preview` is of templates, which are only warned. A pod"
          + " that is granted counts in `Mutate` and again in `Validate`, which is the last word; one that"
          + " is refused counts once, mostly in `Mutate`.",
      "`Undecided` keeps growing: pods that ask are refused, and not for what they are.",
      Label.of(Label.Name.phase, Ask.Phase.values()),
      Label.of(Label.Name.operation, Ask.Operation.values()),
      Label.of(Label.Name.verdict, Outcome.values())),
  Routes(
      "cgrant_routes_total",
      Presence.Always,
      "Pods that asked by this route themselves, when they were granted or refused; one that asks by"
          + " several counts under each, one that is only given a RuntimeClass under none. Dry runs"
          + " and templates do not count.",
      "A route that no policy of yours grants is asked for.",
      Label.of(Label.Name.route, Route.Name.values()),
      Label.of(Label.Name.verdict, Outcome.Granted, Outcome.Refused)),
  Grants(
      "cgrant_grants_total",
      Presence.Always,
      "Pods whose creation was granted, by the policy that is named as the granter; dry runs do not"
          + " count. A ResourceQuota or another webhook may still refuse such a pod: they are asked after"
          + " cgrant or beside it. What changes in a pod that has one is judged again and not counted"
          + " here.",
      "It stops for a policy whose pods are still created, or grows where it should not.",
      Label.ofPolicies()),
  Refusals(
      "cgrant_refusals_total",
      Presence.Always,
      "Refusals with at least one finding of this reason, so one refusal may count under several;"
          + " dry runs and templates do not count. What the words mean: [reasons](reasons.md).",
      "It jumps, mostly after a policy was changed or a new version of a workload was rolled out.",
      Label.of(Label.Name.reason, Reason.values())),
  Undecided(
      "cgrant_undecided_total",
      Presence.Always,
      "Why nobody could decide; dry runs and templates do not count. What the words mean:"
          + " [reasons](reasons.md#why-nobody-could-decide).",
      "For minutes; `InternalError` at all, which is a fault of cgrant's.",
      Label.of(Label.Name.cause, Verdict.Cause.values())),
  DecisionDuration(
      Kind.Histogram,
      "cgrant_decision_duration_seconds",
      Presence.Always,
      "From the last byte of a request to its answer, for each address that the API server calls.",
      "More than one in a hundred takes 25 ms, or any takes a second: usually CPU is short.",
      new Label(Label.Name.path, EndpointPath.paths())),
  RejectedRequests(
      "cgrant_rejected_requests_total",
      Presence.Always,
      "Requests answered by an HTTP error instead of a verdict.",
      "`InternalError` at all, which is a fault of cgrant's; `Busy` for minutes. The others are of"
          + " somebody who is no API server. What the connection refuses (HTTP 411, 505) is not"
          + " counted.",
      Label.of(Label.Name.cause, Rejection.values())),
  ExceptionsUsed(
      "cgrant_exceptions_used_total",
      Presence.Always,
      "Exceptions without which a pod would not have been granted; dry runs do not count.",
      "It grows where nobody expects an exception any more.",
      Label.ofPolicies()),
  SnapshotAge(
      "cgrant_snapshot_age_seconds",
      Presence.Always,
      "How long ago what decisions rest on was last known to be true.",
      "It grows: the watches of the API server are broken, and what changed since does not count."),
  SnapshotSynced(
      "cgrant_snapshot_synced",
      Presence.Always,
      "1 when decisions are possible, 0 when every pod that asks is refused.",
      "0 for longer than a start takes."),
  DecisionLogDropped(
      "cgrant_decision_log_dropped_total",
      Presence.Always,
      "Decisions that were not logged. `QueueFull`: what they are written to, standard output or a file,"
          + " is slower than they come. `Sink`: it did not take them, as a disk that is full. `Closed`: the"
          + " replica ended before they were taken. The other causes are of Events.",
      "At all, but for `Closed`, which only a replica that ends counts.",
      Label.of(Label.Name.cause, Drops.Cause.values())),
  OtlpDropped(
      "cgrant_otlp_dropped_total",
      Presence.Collector,
      "Log records of decisions and spans that the collector did not take in time, or that came"
          + " faster than it took them. Decisions are not affected.",
      "For minutes: the collector is away, or too slow. The log says what it answers.",
      Label.of(Label.Name.signal, Signal.values()),
      Label.of(Label.Name.cause, Drops.Cause.values())),
  EventsWritten(
      "cgrant_events_written_total",
      Presence.Events,
      "Events that were written. With those merged, dropped and waiting it is all there was to tell:"
          + " of verdicts that asked, of pods that drift, of policies.",
      "Not by itself."),
  EventsMerged(
      "cgrant_events_merged_total",
      Presence.Events,
      "What came again and is counted in an Event that is there, instead of making another.",
      "Not by itself."),
  EventsWaiting(
      "cgrant_events_waiting",
      Presence.Events,
      "What waits to be written, or to be counted in an Event that is there; a count is written after"
          + " ten seconds, the next ones after up to five minutes.",
      "Not by itself: what does not fit is dropped and counted."),
  EventsDropped(
      "cgrant_events_dropped_total",
      Presence.Events,
      "Events that were not written, and repetitions that no Event counts. Decisions are not affected.",
      "For a quarter of an hour; the cause says whom to ask.",
      Label.of(Label.Name.cause, Drops.Cause.values())),
  PolicyEvents(
      "cgrant_policy_events_total",
      Presence.Events,
      "What there was to tell on policies of what came of pods by them: Events written, and what is"
          + " counted in one that is there. No Event above is one of these. `NoSuchPolicy`: the policy"
          + " that a pod names, or that judged it, is gone, so there is nothing to tell it on.",
      "Not by itself.",
      Label.of(Label.Name.outcome, EventTally.Outcome.values())),
  PolicyEventsWaiting(
      "cgrant_policy_events_waiting",
      Presence.Events,
      "What waits to be told on policies, once for each policy, or to be counted in an Event there that"
          + " tells it; a count is written after a minute, the next ones after up to five. With what was"
          + " told and what was dropped it is all there was to tell: for each grant of a pod one, for each"
          + " refusal as many as policies refused, five at most.",
      "Not by itself: what does not fit is dropped and counted."),
  PolicyEventsDropped(
      "cgrant_policy_events_dropped_total",
      Presence.Events,
      "What could not be told on policies. It is told of the pods all the same.",
      "For a quarter of an hour; the cause says whom to ask.",
      Label.of(Label.Name.cause, Drops.Cause.values())),
  Leader(
      "cgrant_leader",
      Presence.InACluster,
      "1 in the replica that writes what only one writes: the `status` of policies, Events about"
          + " them, and a certificate that the replicas share.",
      "No replica has 1 for minutes: nothing of that is written or renewed."),
  UnguardedRuntimeClasses(
      "cgrant_runtimeclasses_unguarded",
      Presence.InACluster,
      "Ordinary RuntimeClasses whose pods are refused, as too many names are guarded.",
      "Above 0: take unused names out of Secret `cgrant-ordinary-classes`."),
  WritableCgroupPods(
      "cgrant_writable_cgroup_pods",
      Presence.InACluster,
      "Pods that ran with a writable cgroup, by any route, when all were last looked at. 0 in a replica"
          + " that does not look, so take the largest of all replicas.",
      "It grows where nobody expects it."),
  DriftedPods(
      "cgrant_drifted_pods",
      Presence.InACluster,
      "Those of them that nobody would give it today, by why; likewise. What the words mean:"
          + " [reasons](reasons.md#why-a-pod-drifts).",
      "Above 0 for longer than it takes to make pods anew. Events and the log name them.",
      Label.of(Label.Name.cause, Cause.values())),
  DriftSweepPods(
      "cgrant_drift_sweep_pods",
      Presence.InACluster,
      "Pods that were looked at in the last round, whether they hold one or not.",
      "Not by itself."),
  DriftSweepUnreadable(
      "cgrant_drift_sweep_unreadable_pods",
      Presence.InACluster,
      "Pods of them that could not be read, so that nobody knows of them.",
      "Above 0: cgrant's log says what it stumbled over."),
  DriftSweepDuration(
      "cgrant_drift_sweep_duration_seconds",
      Presence.InACluster,
      "How long the last round took.",
      "It comes near `cgrant.drift.period`: raise `cgrant.drift.pods-per-second`."),
  DriftSweepEnded(
      "cgrant_drift_sweep_ended_seconds",
      Presence.InACluster,
      "When the last round ended, in seconds since 1970; 0 in a replica that does not look.",
      "The largest of all replicas is long ago: nobody looks at pods that run."),
  DriftSweepsFailed(
      "cgrant_drift_sweeps_failed_total",
      Presence.InACluster,
      "Rounds that ended before the last pod.",
      "It keeps growing: cgrant's log says what is missing."),
  ReportResultsLeftOut(
      "cgrant_report_results_left_out",
      Presence.InACluster,
      "Pods that drift or are only tolerated and have no result in a report, as there are too many.",
      "Above 0: a dashboard does not show all; `cgrant who` does."),
  ReportChanges(
      "cgrant_report_changes_total",
      Presence.InACluster,
      "Reports that this replica wrote, where they said something else, and removed.",
      "It keeps growing while nothing changes: somebody else writes them too.",
      Label.of(Label.Name.change, ReportTally.Change.values())),
  ReportFailures(
      "cgrant_report_failures_total",
      Presence.InACluster,
      "Reports that were not written or removed, by [why](policy-reports.md#what-can-fail).",
      "`Forbidden`, `Invalid` or `Unavailable` keeps growing: cgrant's log says what is missing.",
      Label.of(Label.Name.cause, ReportFailure.values())),
  CertificateNotAfter(
      "cgrant_certificate_not_after_seconds",
      Presence.Always,
      "When the certificate that is served ends, in seconds since 1970.",
      "Less than a quarter of its life away: it should have been renewed before."),
  CertificateRenewalDue(
      "cgrant_certificate_renewal_due_seconds",
      Presence.Always,
      "When the certificate that is served is due to be renewed, likewise: after two thirds of its"
          + " life, however long that is.",
      "A quarter of what it has left from then on is over, and it is still served."),
  CertificateAuthorityNotAfter(
      "cgrant_certificate_authority_not_after_seconds",
      Presence.SharedCertificate,
      "When the authority that signs it ends, likewise; not a number while there is none.",
      "Less than a third of its life away: the next one should have taken over."),
  CertificateAuthorities(
      "cgrant_certificate_authorities",
      Presence.SharedCertificate,
      "How many authorities the API server is told to trust: two for some months after a change.",
      "Not by itself."),
  CertificateSecret(
      "cgrant_certificate_secret",
      Presence.SharedCertificate,
      "1 for what this replica last found in the Secret, 0 for all else.",
      "1 for another state than `Good` for minutes: a replica that starts now has no certificate.",
      Label.of(Label.Name.state, SecretState.values())),
  CertificateChanges(
      "cgrant_certificate_changes_total",
      Presence.SharedCertificate,
      "What this replica wrote into the Secret.",
      "`Restored` keeps growing: somebody else writes the Secret too.",
      Label.of(Label.Name.change, Step.Change.values())),
  CertificatePublications(
      "cgrant_certificate_publications_total",
      Presence.SharedCertificate,
      "How often this replica wrote `caBundle`.",
      "It keeps growing: somebody else writes it too. The log says who."),
  ClientsRefused(
      "cgrant_clients_refused_total",
      Presence.ClientCertificate,
      "Connections that TLS turned away for want of the right client certificate.",
      "For minutes: if it is an API server, it refuses every pod that asks.",
      Label.of(Label.Name.cause, ClientRefused.Cause.values())),
  ApiRequests(
      "cgrant_api_requests_total",
      Presence.HttpApi,
      "Answers of the HTTP API, by what became of the request.",
      "`Failed` at all, which is a fault of cgrant's; `Unavailable` or `Busy` for minutes.",
      new Label(Label.Name.path, ApiRoute.labels()),
      Label.of(Label.Name.outcome, ApiOutcome.values()));

  private final Declaration declaration;

  /// A counter, where it is called so, or else a gauge.
  Metric(String exposed, Presence presence, String meaning, String worry, Label... labels) {
    this(Kind.of(exposed), exposed, presence, meaning, worry, labels);
  }

  Metric(
      Kind kind, String exposed, Presence presence, String meaning, String worry, Label... labels) {
    declaration = new Declaration(kind, exposed, presence, meaning, worry, List.of(labels));
  }

  /// What a scrape calls it. A histogram has `_bucket`, `_sum`, `_count` and `_max` behind it.
  public String exposed() {
    return declaration.exposed();
  }

  public Declaration declaration() {
    return declaration;
  }
}
