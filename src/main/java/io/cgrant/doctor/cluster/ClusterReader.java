// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.crd.WritableCgroupPolicy;
import io.cgrant.delegation.CgroupDriver;
import io.cgrant.doctor.ClusterExamination;
import io.cgrant.doctor.ClusterFacts;
import io.cgrant.doctor.ClusterFacts.ClusterClass;
import io.cgrant.doctor.ClusterFacts.ClusterNode;
import io.cgrant.doctor.ClusterFacts.Holder;
import io.cgrant.doctor.ClusterFacts.NodeTally;
import io.cgrant.doctor.ClusterFacts.Policies;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.manifest.Unreadable;
import io.cgrant.node.ClassOnNodes;
import io.cgrant.node.NodeCount;
import io.cgrant.node.NodeReport;
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

  /// More are counted: whoever has so many mends their template.
  private static final int MOST_HOLDERS = 10_000;

  private final Source source;
  private final List<String> unseen = new ArrayList<>();
  private long holdersLeft;

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
    Optional<List<JsonNode>> classes = list("/apis/node.k8s.io/v1/runtimeclasses");
    var tallies = new HashMap<String, NodeCount.Tally>();
    classes.orElse(List.of()).forEach(c -> tallies.put(name(c), new NodeCount.Tally(wanted(c))));
    Optional<List<ClusterNode>> nodes = nodes(tallies);
    Optional<List<ClusterClass>> judged =
        classes.map(all -> all.stream().map(c -> runtimeClass(c, tallies)).toList());
    return new ClusterFacts(
        known.now(),
        known.gatedHandlers(),
        known.driver(),
        nodes,
        judged,
        RegistrationReader.read(source, known.gatedHandlers(), known.controllers(), unseen::add),
        policies(known.compiler()),
        namespaces(),
        judged.flatMap(all -> holders(all, known.gatedHandlers())),
        known.admissionConfiguration().flatMap(file -> Exemptions.read(file, unseen::add)));
  }

  private Optional<List<JsonNode>> list(String path) {
    var all = new ArrayList<JsonNode>();
    return isWhole(source.each(path, all::add)) ? Optional.of(all) : Optional.empty();
  }

  private boolean isWhole(Optional<String> problem) {
    problem.ifPresent(unseen::add);
    return problem.isEmpty();
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  private static ClassOnNodes wanted(JsonNode runtimeClass) {
    return new ClassOnNodes(
        name(runtimeClass),
        runtimeClass.path("handler").asText(),
        texts(runtimeClass.at("/scheduling/nodeSelector")));
  }

  private static Map<String, String> texts(JsonNode map) {
    var texts = new HashMap<String, String>();
    map.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }

  private Optional<List<ClusterNode>> nodes(Map<String, NodeCount.Tally> tallies) {
    var nodes = new ArrayList<ClusterNode>();
    Optional<String> problem =
        source.each(
            "/api/v1/nodes",
            json -> {
              NodeReport report = NodeReport.of(json);
              tallies.values().forEach(tally -> tally.add(report));
              nodes.add(node(report, json));
            });
    return isWhole(problem) ? Optional.of(nodes) : Optional.empty();
  }

  private static ClusterNode node(NodeReport report, JsonNode json) {
    var features = new HashSet<String>();
    json.at("/status/declaredFeatures").forEach(f -> features.add(f.asText()));
    return new ClusterNode(
        report.name(),
        report.labels(),
        report.handlers(),
        json.at("/status/nodeInfo/kernelVersion").asText(),
        json.at("/status/nodeInfo/containerRuntimeVersion").asText(),
        features);
  }

  private static ClusterClass runtimeClass(JsonNode json, Map<String, NodeCount.Tally> tallies) {
    NodeCount count = tallies.get(name(json)).count();
    return new ClusterClass(
        name(json),
        json.path("handler").asText(),
        texts(json.at("/metadata/labels")).getOrDefault(Guards.ADMITTED, "").equals("true"),
        count.nodeSelector(),
        new NodeTally(
            count.selected(),
            count.silent(),
            count.able(),
            count.ableWithUserNamespace(),
            count.unable(),
            count.unableWithUserNamespace()));
  }

  private Optional<Policies> policies(ExpressionCompiler compiler) {
    return list("/apis/" + WritableCgroupPolicy.API_VERSION + "/" + WritableCgroupPolicy.PLURAL)
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
            "/api/v1/namespaces", n -> labels.put(name(n), texts(n.at("/metadata/labels"))));
    return isWhole(problem) ? Optional.of(labels) : Optional.empty();
  }

  private Optional<List<Holder>> holders(List<ClusterClass> classes, Set<String> gatedHandlers) {
    var gated = new HashMap<String, String>();
    classes.stream()
        .filter(c -> gatedHandlers.contains(c.handler()))
        .forEach(c -> gated.put(c.name(), c.handler()));
    if (gated.isEmpty()) {
      return Optional.of(List.of());
    }
    var holders = new ArrayList<Holder>();
    Optional<String> problem =
        source.pods(
            pod -> {
              String handler = gated.get(pod.at("/spec/runtimeClassName").asText());
              if (handler != null) {
                add(pod, handler, holders);
              }
            });
    if (holdersLeft > 0) {
      unseen.add(holdersLeft + " more pods with a gated RuntimeClass");
    }
    return isWhole(problem) ? Optional.of(holders) : Optional.empty();
  }

  private void add(JsonNode pod, String handler, List<Holder> holders) {
    if (holders.size() == MOST_HOLDERS) {
      holdersLeft++;
      return;
    }
    try {
      holders.add(HolderReader.read(pod, handler));
    } catch (Unreadable e) {
      unseen.add("a pod cannot be read: " + e.getMessage());
    }
  }
}
