// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.drift.Today;
import io.cgrant.manifest.ListedKind;
import io.cgrant.manifest.StoredObject;
import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicySet;
import io.cgrant.policy.Snapshot;
import io.cgrant.reading.PolicyReader;
import io.cgrant.reading.PolicyReading;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a decision needs of a cluster, read once.
final class LiveCluster {

  private final Map<String, Long> generations = new HashMap<>();
  private final List<Policy> ready = new ArrayList<>();
  private PolicySet policies = PolicySet.EMPTY;
  private final Map<String, String> handlers = new HashMap<>();
  private final Map<String, Instant> classesSince = new HashMap<>();
  private final Map<String, Map<String, String>> namespaces = new HashMap<>();
  private final Instant now;
  private final Set<String> gatedHandlers;

  private LiveCluster(Set<String> gatedHandlers, Instant now) {
    this.gatedHandlers = gatedHandlers;
    this.now = now;
  }

  /// @param namespace the only one that is wanted; empty for all
  /// @throws JudgeUnreachable when a list is not to be had
  static LiveCluster read(
      ClusterLists lists,
      Optional<String> namespace,
      Set<String> gatedHandlers,
      ExpressionCompiler compiler) {
    var cluster = new LiveCluster(gatedHandlers, InstantSource.system().instant());
    lists.each(PolicyReader.LISTED, policy -> cluster.addPolicy(policy, compiler));
    cluster.policies = PolicySet.of(cluster.ready);
    lists.each(ListedKind.RUNTIME_CLASSES, cluster::addClass);
    if (namespace.isPresent()) {
      cluster.addNamespace(one(lists, namespace.get()));
    } else {
      lists.each(ListedKind.NAMESPACES, cluster::addNamespace);
    }
    return cluster;
  }

  private static JsonNode one(ClusterLists lists, String namespace) {
    return lists
        .namespace(namespace)
        .orElseThrow(
            () ->
                new JudgeUnreachable(
                    "there is no namespace \"" + namespace + "\"; look at its name"));
  }

  Today in(String namespace) {
    var snapshot =
        new Snapshot(
                true,
                policies,
                handlers,
                gatedHandlers,
                Optional.ofNullable(namespaces.get(namespace)))
            .at(now);
    return new Today(snapshot, generations, name -> Optional.ofNullable(classesSince.get(name)));
  }

  private void addPolicy(JsonNode object, ExpressionCompiler compiler) {
    generations.put(new StoredObject(object).name(), object.at("/metadata/generation").asLong());
    switch (PolicyReader.read(object, compiler)) {
      case PolicyReading.Ready(var policy, var warnings) -> ready.add(policy);
      // It grants nothing, and is there all the same.
      case PolicyReading.Invalid invalid -> {}
    }
  }

  private void addClass(JsonNode runtimeClass) {
    String name = new StoredObject(runtimeClass).name();
    handlers.put(name, runtimeClass.path("handler").asText());
    classesSince.put(name, Instant.parse(runtimeClass.at("/metadata/creationTimestamp").asText()));
  }

  private void addNamespace(JsonNode namespace) {
    var stored = new StoredObject(namespace);
    namespaces.put(stored.name(), Map.copyOf(stored.labels()));
  }
}
