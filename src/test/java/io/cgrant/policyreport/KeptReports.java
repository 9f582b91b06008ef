// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Keeps reports as an API server does: what is applied is merged, and what is the same is no new
/// version. Fails where it is told to.
final class KeptReports implements ReportStore {

  final Map<String, ObjectNode> kept = new TreeMap<>();
  final List<String> calls = new ArrayList<>();
  final Map<String, KubernetesClientException> failing = new HashMap<>();
  boolean isServed = true;
  private int versions;

  @Override
  public boolean isServed() {
    return isServed;
  }

  @Override
  public Map<String, String> versions() {
    fail("list");
    var all = new TreeMap<String, String>();
    kept.forEach((namespace, report) -> all.put(namespace, StoredReport.version(report)));
    return all;
  }

  @Override
  public Optional<JsonNode> read(String namespace) {
    calls.add("read " + namespace);
    return Optional.ofNullable(kept.get(namespace));
  }

  @Override
  public JsonNode write(String namespace, ObjectNode report) {
    calls.add("write " + namespace);
    fail(namespace);
    ObjectNode before = kept.get(namespace);
    ObjectNode after = before == null ? report.deepCopy() : before.deepCopy();
    report.properties().forEach(field -> after.set(field.getKey(), field.getValue().deepCopy()));
    ObjectNode metadata = (ObjectNode) after.get("metadata");
    if (before != null) {
      metadata.put("resourceVersion", StoredReport.version(before));
    }
    if (before == null || !after.equals(before)) {
      metadata.put("resourceVersion", "" + ++versions);
    }
    kept.put(namespace, after);
    return after;
  }

  @Override
  public void remove(String namespace) {
    calls.add("remove " + namespace);
    fail(namespace);
    kept.remove(namespace);
  }

  /// As somebody else would write it.
  void forge(String namespace, String field, JsonNode value) {
    ObjectNode report = kept.get(namespace).deepCopy();
    report.set(field, value);
    ((ObjectNode) report.get("metadata")).put("resourceVersion", "" + ++versions);
    kept.put(namespace, report);
  }

  List<String> calls() {
    List<String> since = List.copyOf(calls);
    calls.clear();
    return since;
  }

  private void fail(String what) {
    if (failing.containsKey(what)) {
      throw failing.get(what);
    }
  }
}
