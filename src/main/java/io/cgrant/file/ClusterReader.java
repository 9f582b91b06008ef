// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.crd.WritableCgroupPolicy;
import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicySet;
import io.cgrant.reading.PolicyReader;
import io.cgrant.reading.PolicyReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gathers what a decision needs of a cluster from the objects in files.
final class ClusterReader {

  /// The API server puts it on every namespace.
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  private final Map<String, Policy> policies = new LinkedHashMap<>();
  private final Map<String, String> runtimeClasses = new HashMap<>();
  private final Map<String, Map<String, String>> namespaces = new HashMap<>();
  private final Map<String, Document> seen = new HashMap<>();
  private final List<FileProblem> problems = new ArrayList<>();
  private final List<FileProblem> warnings = new ArrayList<>();
  private final ExpressionCompiler compiler;

  ClusterReader(ExpressionCompiler compiler) {
    this.compiler = compiler;
  }

  void add(Document document) {
    switch (document.kind()) {
      case WritableCgroupPolicy.KIND -> addPolicy(document);
      case "RuntimeClass" -> addRuntimeClass(document);
      case "Namespace" -> addNamespace(document);
      default -> {
        // Of no weight in a decision.
      }
    }
  }

  DescribedCluster cluster() {
    return new DescribedCluster(
        PolicySet.of(policies.values()), runtimeClasses, namespaces, problems, warnings);
  }

  private void addPolicy(Document document) {
    if (!hasVersion(document, WritableCgroupPolicy.API_VERSION) || !isNew(document)) {
      return;
    }
    switch (PolicyReader.read(document.tree(), compiler)) {
      case PolicyReading.Ready(var policy, var doubts) -> {
        policies.put(policy.name(), policy);
        doubts.forEach(d -> warnings.add(document.problem(d.path(), d.detail())));
      }
      case PolicyReading.Invalid(var name, var generation, var found) ->
          found.forEach(p -> problems.add(document.problem(p.path(), p.detail())));
    }
  }

  private void addRuntimeClass(Document document) {
    if (!hasVersion(document, "node.k8s.io/v1") || !isNew(document)) {
      return;
    }
    JsonNode handler = document.tree().path("handler");
    if (!handler.isTextual() || handler.textValue().isEmpty()) {
      problems.add(document.problem("handler", "a RuntimeClass names its handler; add one"));
      return;
    }
    runtimeClasses.put(document.name(), handler.textValue());
  }

  private void addNamespace(Document document) {
    if (!hasVersion(document, "v1") || !isNew(document)) {
      return;
    }
    var labels = new HashMap<String, String>();
    for (var label : document.tree().path("metadata").path("labels").properties()) {
      if (!label.getValue().isTextual()) {
        problems.add(
            document.problem(
                "metadata.labels[" + label.getKey() + "]",
                "a label is text, this is " + label.getValue() + "; put it in quotes"));
        return;
      }
      labels.put(label.getKey(), label.getValue().textValue());
    }
    labels.put(NAME_LABEL, document.name());
    namespaces.put(document.name(), Map.copyOf(labels));
  }

  private boolean hasVersion(Document document, String version) {
    if (document.apiVersion().equals(version)) {
      return true;
    }
    problems.add(
        document.problem(
            "apiVersion",
            "\""
                + document.apiVersion()
                + "\" is no version of "
                + document.kind()
                + " that cgrant reads; write "
                + version));
    return false;
  }

  /// Saying the same twice is fine; saying two things of one name is not.
  private boolean isNew(Document document) {
    if (document.name().isEmpty()) {
      problems.add(document.problem("metadata.name", document.kind() + " needs a name"));
      return false;
    }
    Optional<Document> earlier =
        Optional.ofNullable(seen.putIfAbsent(document.kind() + "/" + document.name(), document));
    earlier
        .filter(other -> !other.tree().equals(document.tree()))
        .ifPresent(
            other ->
                problems.add(
                    document.problem(
                        "metadata.name",
                        document.kind()
                            + " \""
                            + document.name()
                            + "\" is already described in "
                            + other.file()
                            + ":"
                            + other.line()
                            + "; keep one")));
    return earlier.isEmpty();
  }
}
