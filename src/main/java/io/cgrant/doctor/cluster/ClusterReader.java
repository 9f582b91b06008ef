// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.delegation.CgroupDriver;
import io.cgrant.doctor.ClusterExamination;
import io.cgrant.doctor.ClusterFacts;
import io.cgrant.doctor.ClusterFacts.ClusterClass;
import io.cgrant.doctor.ClusterFacts.ClusterNode;
import io.cgrant.doctor.ClusterFacts.Holder;
import io.cgrant.doctor.ClusterFacts.Policies;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.manifest.ListedKind;
import io.cgrant.manifest.StoredObject;
import io.cgrant.node.NodeReports;
import io.cgrant.placement.ClassOnNodes;
import io.cgrant.placement.NodeCount;
import io.cgrant.placement.NodeReport;
import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.policy.Policy;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.reading.PolicyReader;
import io.cgrant.reading.PolicyReading;
import io.cgrant.registration.Guards;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a cluster, and says what is wrong with it. What may not be read is said, and the rest is
/// judged all the same.
public final class ClusterReader {

  private final Source source;
  private final List<String> unseen = new ArrayList<>();

  private ClusterReader(Source source) {
    this.source = source;
  }

  /// What no API tells.
  ///
  /// @param now the moment that counts for certificates
  /// @param gatedHandlers as the webhook is configured
  /// @param controllers as the webhook is configured
  /// @param driver the cgroup driver of the nodes, where somebody knows it
  /// @param admissionConfiguration the file that kube-apiserver has
  public record Circumstances(
      Instant now,
      Set<String> gatedHandlers,
      WorkloadControllers controllers,
      Optional<CgroupDriver> driver,
      Optional<Path> admissionConfiguration,
      ExpressionCompiler compiler) {}

  public static Diagnosis examine(Source source, Circumstances known) {
    var reader = new ClusterReader(source);
    ClusterFacts facts = reader.facts(known);
    return new Diagnosis(ClusterExamination.of(facts), reader.unseen);
  }

  private ClusterFacts facts(Circumstances known) {
    Optional<List<JsonNode>> classes = list(ListedKind.RUNTIME_CLASSES);
    var tallies = new HashMap<String, NodeCount.Tally>();
    for (JsonNode one : classes.orElse(List.of())) {
      ClassOnNodes wanted = wanted(one);
      tallies.put(wanted.name(), new NodeCount.Tally(wanted));
    }
    Optional<List<ClusterNode>> nodes = nodes(tallies);
    Optional<List<ClusterClass>> judged =
        classes.map(all -> all.stream().map(c -> runtimeClass(c, tallies)).toList());
    Optional<Map<String, Map<String, String>>> namespaces = namespaces();
    return new ClusterFacts(
        known.now(),
        known.gatedHandlers(),
        known.driver(),
        nodes,
        judged,
        RegistrationReader.read(source, known.gatedHandlers(), known.controllers(), unseen::add),
        policies(known.compiler()),
        namespaces,
        judged.flatMap(all -> holders(all, known.gatedHandlers(), namespaces.orElse(Map.of()))),
        known.admissionConfiguration().flatMap(file -> Exemptions.read(file, unseen::add)));
  }

  private Optional<List<JsonNode>> list(ListedKind kind) {
    var all = new ArrayList<JsonNode>();
    return isWhole(source.each(kind, all::add)) ? Optional.of(all) : Optional.empty();
  }

  private boolean isWhole(Optional<String> problem) {
    problem.ifPresent(unseen::add);
    return problem.isEmpty();
  }

  private static ClassOnNodes wanted(JsonNode runtimeClass) {
    var stored = new StoredObject(runtimeClass);
    return new ClassOnNodes(
        stored.name(),
        runtimeClass.path("handler").asText(),
        stored.texts("/scheduling/nodeSelector"));
  }

  private Optional<List<ClusterNode>> nodes(Map<String, NodeCount.Tally> tallies) {
    var nodes = new ArrayList<ClusterNode>();
    Optional<String> problem =
        source.each(
            ListedKind.NODES,
            json -> {
              NodeReport report = NodeReports.of(json);
              tallies.values().forEach(tally -> tally.add(report));
              nodes.add(node(report, json));
            });
    return isWhole(problem) ? Optional.of(nodes) : Optional.empty();
  }

  private static ClusterNode node(NodeReport report, JsonNode json) {
    var features = new HashSet<String>();
    json.at("/status/declaredFeatures").forEach(f -> features.add(f.asText()));
    return new ClusterNode(
        report,
        json.at("/status/nodeInfo/kernelVersion").asText(),
        json.at("/status/nodeInfo/containerRuntimeVersion").asText(),
        features);
  }

  private static ClusterClass runtimeClass(JsonNode json, Map<String, NodeCount.Tally> tallies) {
    ClassOnNodes wanted = wanted(json);
    boolean isAdmitted =
        new StoredObject(json).labels().getOrDefault(Guards.ADMITTED, "").equals("true");
    return new ClusterClass(wanted, isAdmitted, tallies.get(wanted.name()).count());
  }

  private Optional<Policies> policies(ExpressionCompiler compiler) {
    return list(PolicyReader.LISTED)
        .map(
            all -> {
              var ready = new ArrayList<Policy>();
              var broken = new HashMap<String, List<String>>();
              for (JsonNode json : all) {
                switch (PolicyReader.read(json, compiler)) {
                  case PolicyReading.Ready(var policy, var warnings) -> ready.add(policy);
                  case PolicyReading.Invalid(var name, var generation, var problems) ->
                      broken.put(name, problems.stream().map(Object::toString).toList());
                }
              }
              return new Policies(ready, broken);
            });
  }

  private Optional<Map<String, Map<String, String>>> namespaces() {
    var labels = new HashMap<String, Map<String, String>>();
    Optional<String> problem =
        source.each(
            ListedKind.NAMESPACES,
            json -> {
              var stored = new StoredObject(json);
              labels.put(stored.name(), stored.labels());
            });
    return isWhole(problem) ? Optional.of(labels) : Optional.empty();
  }

  private Optional<List<Holder>> holders(
      List<ClusterClass> classes,
      Set<String> gatedHandlers,
      Map<String, Map<String, String>> namespaces) {
    var handlers = new HashMap<String, String>();
    classes.forEach(c -> handlers.put(c.name(), c.handler()));
    return new HolderList(handlers, gatedHandlers, namespaces, unseen::add).of(source);
  }
}
