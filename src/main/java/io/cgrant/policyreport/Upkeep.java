// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.policyreport.PodResult.Key;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Makes the reports of one kind say what a sweep has found, and takes away the others of our name.
/// Writes only what is not so already. For one thread.
final class Upkeep {

  private final ReportKind kind;
  private final ReportStore store;
  private final BooleanSupplier leads;
  private final Runnable pause;
  private final ReportTally tally;
  private final Map<String, Told> told = new TreeMap<>();

  /// @param version of what was stored then: where there is another, somebody else has written
  private record Told(
      NamespaceFindings findings, Optional<Owner> owner, Map<Key, Instant> since, String version) {}

  /// @param leads whether this replica may still write
  /// @param pause called after each write: waits, so that a thousand of them are no burst
  Upkeep(
      ReportKind kind,
      ReportStore store,
      BooleanSupplier leads,
      Runnable pause,
      ReportTally tally) {
    this.kind = kind;
    this.store = store;
    this.leads = leads;
    this.pause = pause;
    this.tally = tally;
  }

  boolean isServed() {
    return store.isServed();
  }

  /// What was told is worth nothing once another replica may have written.
  void forget() {
    told.clear();
  }

  /// @param now results that nobody knew are of this moment
  /// @return the first failure that somebody has to be told
  /// @throws KubernetesClientException when the next report would fare no better
  Optional<KubernetesClientException> settle(Survey survey, Optional<Owner> owner, Instant now) {
    Map<String, String> stored = store.versions();
    told.keySet().retainAll(stored.keySet());
    var failures = new ArrayList<KubernetesClientException>(0);
    survey
        .namespaces()
        .forEach(
            (namespace, findings) -> {
              var version = Optional.ofNullable(stored.get(namespace));
              if (!isSo(namespace, findings, owner, version)) {
                attempt(() -> write(namespace, findings, owner, version, now))
                    .ifPresent(failures::add);
              }
            });
    for (String namespace : stored.keySet()) {
      if (!survey.namespaces().containsKey(namespace)) {
        attempt(() -> remove(namespace)).ifPresent(failures::add);
      }
    }
    return failures.stream().findFirst();
  }

  private boolean isSo(
      String namespace,
      NamespaceFindings findings,
      Optional<Owner> owner,
      Optional<String> version) {
    Told before = told.get(namespace);
    return before != null
        && version.isPresent()
        && before.version().equals(version.get())
        && before.owner().equals(owner)
        && before.findings().equals(findings);
  }

  private Optional<KubernetesClientException> attempt(Runnable step) {
    if (!leads.getAsBoolean()) {
      return Optional.empty();
    }
    try {
      step.run();
      pause.run();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      ReportFailure failure = ReportFailure.of(e);
      if (failure.isOfAll()) {
        throw e;
      }
      tally.failed(failure);
      return failure.isTrouble() ? Optional.of(e) : Optional.empty();
    }
  }

  private void write(
      String namespace,
      NamespaceFindings findings,
      Optional<Owner> owner,
      Optional<String> version,
      Instant now) {
    Map<Key, Instant> known = known(namespace, version, now);
    var since = new HashMap<Key, Instant>();
    findings.keys().forEach(key -> since.put(key, known.getOrDefault(key, now)));
    ObjectNode report = ReportBody.of(kind, namespace, findings, since::get, owner);
    JsonNode stored = store.write(namespace, report);
    if (StoredReport.saysMoreThan(report, stored)) {
      store.remove(namespace);
      stored = store.write(namespace, report);
    }
    String after = StoredReport.version(stored);
    told.put(namespace, new Told(findings, owner, since, after));
    if (!version.equals(Optional.of(after))) {
      tally.did(ReportTally.Change.Written);
    }
  }

  /// A replica that has just begun to lead goes on with the times of the one before.
  private Map<Key, Instant> known(String namespace, Optional<String> version, Instant now) {
    Told before = told.get(namespace);
    if (before != null) {
      return before.since();
    }
    return version
        .flatMap(any -> store.read(namespace))
        .map(report -> StoredReport.times(report, now))
        .orElse(Map.of());
  }

  private void remove(String namespace) {
    store.remove(namespace);
    told.remove(namespace);
    tally.did(ReportTally.Change.Removed);
  }
}
