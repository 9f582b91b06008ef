// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.policyreport.PodResult.Key;
import io.cgrant.policyreport.PodResult.Outcome;
import io.cgrant.policyreport.PodResult.Severity;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// Writes a report as the API server takes it. Every field that it may have is written, also those
/// that are zero, so that what somebody else wrote into one does not stay.
///
/// There is no `scope`: readers that find one take it for what every result is about, and results
/// on two pods for one.
final class ReportBody {

  /// Of every report, in every namespace. RBAC gives cgrant this name and no other.
  static final String NAME = "cgrant";

  private static final String SOURCE = "cgrant";
  private static final String CATEGORY = "Writable cgroup";
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /// By which the result is known again that says that there are more.
  static final Key MORE = new Key("", PodResult.NO_POLICY, "MorePods");

  private ReportBody() {}

  /// @param since when each was found
  /// @param now when this is written
  static ObjectNode of(
      ReportKind kind,
      String namespace,
      NamespaceFindings findings,
      Function<Key, Instant> since,
      Optional<Owner> owner) {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    report.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    ObjectNode metadata =
        report.putObject("metadata").put("name", NAME).put("namespace", namespace);
    metadata.putObject("labels").put(MANAGED_BY, SOURCE);
    owner.ifPresent(one -> belongTo(one, metadata.putArray("ownerReferences")));
    if (kind.hasConfiguration()) {
      report.put("source", SOURCE);
      ObjectNode limits = report.putObject("configuration").putObject("limits");
      limits.put("maxResults", Gathering.MOST_IN_ONE);
      ArrayNode outcomes = limits.putArray("statusFilter");
      for (Outcome outcome : Outcome.values()) {
        outcomes.add(outcome.written());
      }
    }
    report
        .putObject("summary")
        .put("pass", 0)
        .put(Outcome.Fail.written(), findings.failed())
        .put(Outcome.Warn.written(), findings.warned())
        .put("error", 0)
        .put("skip", 0);
    ArrayNode results = report.putArray("results");
    for (PodResult result : findings.results()) {
      write(result, namespace, since.apply(result.key()), results.addObject());
    }
    if (findings.more() > 0) {
      more(findings, namespace, since.apply(MORE), results.addObject());
    }
    return report;
  }

  private static void belongTo(Owner owner, ArrayNode references) {
    references
        .addObject()
        .put("apiVersion", owner.apiVersion())
        .put("kind", owner.kind())
        .put("name", owner.name())
        .put("uid", owner.uid());
  }

  private static void write(PodResult result, String namespace, Instant since, ObjectNode entry) {
    begin(entry, result.policy(), result.rule(), result.outcome(), result.severity());
    entry.put("message", result.message());
    found(entry, since);
    entry
        .putArray("resources")
        .addObject()
        .put("apiVersion", "v1")
        .put("kind", "Pod")
        .put("namespace", namespace)
        .put("name", result.pod())
        .put("uid", result.uid());
    ObjectNode properties = entry.putObject("properties");
    result.properties().forEach(properties::put);
  }

  private static void begin(
      ObjectNode entry, String policy, String rule, Outcome outcome, Severity severity) {
    entry
        .put("source", SOURCE)
        .put("policy", policy)
        .put("rule", rule)
        .put("category", CATEGORY)
        .put("severity", severity.written())
        .put("result", outcome.written())
        .put("scored", outcome == Outcome.Fail);
  }

  private static void found(ObjectNode entry, Instant since) {
    entry.putObject("timestamp").put("seconds", since.getEpochSecond()).put("nanos", 0);
  }

  /// That there are others, as a result on the namespace: who reads only results must not think
  /// that these are all.
  private static void more(
      NamespaceFindings findings, String namespace, Instant since, ObjectNode entry) {
    boolean fails = findings.moreFailed() > 0;
    begin(
        entry,
        MORE.policy(),
        MORE.rule(),
        fails ? Outcome.Fail : Outcome.Warn,
        fails ? Severity.High : Severity.Low);
    entry.put(
        "message",
        "%d more pods of this namespace have no result here (%d fail, %d warn), as a report holds"
                .formatted(
                    findings.more(), findings.moreFailed(), findings.more() - findings.moreFailed())
            + " so many; `cgrant who -n "
            + namespace
            + "` lists all");
    found(entry, since);
    entry
        .putArray("resources")
        .addObject()
        .put("apiVersion", "v1")
        .put("kind", "Namespace")
        .put("name", namespace);
  }
}
