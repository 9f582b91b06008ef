// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/// The reports of one kind at the API server.
///
/// @param definition of the kind, as published
/// @param sample what cgrant may write of it, in a file
record StoredReports(Api admin, JsonNode definition, Path sample) {

  /// Where no drift is new, which kinds there are is looked at each minute. A busy machine takes
  /// its time to lead, to look twice, and to write.
  private static final Duration BOUND = Duration.ofMinutes(3);

  static StoredReports open(Api admin) {
    return of(admin, PublishedDefinitions.OPEN_REPORTS, "openreports.json");
  }

  static StoredReports older(Api admin) {
    return of(admin, PublishedDefinitions.POLICY_REPORTS, "wgpolicy.json");
  }

  private static StoredReports of(Api admin, PublishedDefinitions published, String sample) {
    return new StoredReports(
        admin, published.get(), Path.of("src/test/resources/policyreport", sample));
  }

  /// Returns when reports can be written, and the API server would take all that cgrant writes,
  /// without a field that it does not know.
  void install() {
    admin.create(definition).orThrow();
    ObjectNode written = (ObjectNode) Manifests.read(sample).getFirst();
    ((ObjectNode) written.get("metadata")).put("namespace", "default");
    Wait.upTo(BOUND)
        .until(
            () -> "the API server takes a report: " + admin.rehearseApply(written),
            () -> admin.rehearseApply(written).accepted());
  }

  void uninstall() {
    admin.delete(definition);
    Wait.upTo(BOUND).until("the definition is gone", () -> admin.get(definition).code() == 404);
  }

  boolean areServed() {
    return admin.get(definition).accepted();
  }

  String path(String namespace, String name) {
    JsonNode spec = definition.get("spec");
    return "/apis/%s/%s/namespaces/%s/%s/%s"
        .formatted(
            spec.path("group").asText(),
            spec.at("/versions/0/name").asText(),
            namespace,
            spec.at("/names/plural").asText(),
            name);
  }

  Reply in(String namespace) {
    return admin.get(path(namespace, "cgrant"));
  }

  /// @return it, once it is so. One answer is looked at each time: a report that is made anew is
  ///     gone for a moment, and the next answer may be of that
  JsonNode await(String namespace, String what, Predicate<JsonNode> isSo) {
    var seen = new AtomicReference<Reply>();
    Wait.upTo(BOUND)
        .until(
            () -> what + " in " + namespace + ": " + seen.get().body(),
            () -> {
              seen.set(in(namespace));
              return seen.get().accepted() && isSo.test(seen.get().body());
            });
    return seen.get().body();
  }

  void awaitNone(String namespace) {
    Wait.upTo(BOUND)
        .until(
            () -> "no report in " + namespace + ": " + in(namespace).body(),
            () -> in(namespace).code() == 404);
  }

  /// What each result says, as `fail PolicyChanged Pod/running`.
  static List<String> results(JsonNode report) {
    var all = new ArrayList<String>();
    for (JsonNode result : report.path("results")) {
      all.add(
          "%s %s %s/%s"
              .formatted(
                  result.path("result").asText(),
                  result.path("rule").asText(),
                  result.at("/resources/0/kind").asText(),
                  result.at("/resources/0/name").asText()));
    }
    return all;
  }
}
