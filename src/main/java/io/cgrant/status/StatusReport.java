// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.cluster.KnownPolicy;
import io.cgrant.placement.NodeCount;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Route;
import io.cgrant.reading.PolicyReading;
import io.cgrant.reading.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the `status` of a policy should say. Equal ones need no write.
///
/// @param observedGeneration of the object that `conditions` speak of
record StatusReport(
    long observedGeneration,
    List<Condition> conditions,
    List<ExceptionReport> exceptions,
    Figures figures) {

  /// @param status `True`, `False` or `Unknown`
  record Condition(String type, String status, String reason, String message) {}

  private static final String READY = "Ready";
  private static final String CLASS_FOUND = "RuntimeClassFound";
  private static final Set<String> TYPES = Set.of(READY, CLASS_FOUND, NodesReady.TYPE);
  private static final int LONGEST_MESSAGE = 1_024;

  StatusReport {
    conditions = List.copyOf(conditions);
    exceptions = List.copyOf(exceptions);
  }

  /// @param nodes by RuntimeClass; none while nobody has counted
  /// @param used what replicas have told, as in [Heard]
  static StatusReport of(
      KnownPolicy known,
      Map<String, String> runtimeClasses,
      Set<String> gatedHandlers,
      Map<String, NodeCount> nodes,
      Map<String, String> used,
      Figures counted,
      Instant now) {
    var conditions = new ArrayList<Condition>(3);
    List<ExceptionReport> exceptions = List.of();
    switch (known.reading()) {
      case PolicyReading.Ready(var policy, var warnings) -> {
        conditions.add(new Condition(READY, "True", "Compiled", "the policy is in force"));
        classFound(policy, runtimeClasses, gatedHandlers).ifPresent(conditions::add);
        NodesReady.of(policy, runtimeClasses, nodes)
            .or(() -> lastSaid(known, NodesReady.TYPE))
            .ifPresent(conditions::add);
        exceptions = ExceptionReport.all(policy, known.status(), used, now);
      }
      case PolicyReading.Invalid(var name, var generation, var problems) -> {
        conditions.add(new Condition(READY, "False", "Invalid", listed(problems, LONGEST_MESSAGE)));
        conditions.add(
            new Condition(CLASS_FOUND, "Unknown", "Invalid", "not looked for: see Ready"));
      }
    }
    Figures figures = counted.or(Figures.stored(known.status()));
    return new StatusReport(known.generation(), conditions, exceptions, figures);
  }

  /// What is not known stays as it is stored, unless it was said of another spec.
  private static Optional<Condition> lastSaid(KnownPolicy known, String type) {
    StatusReport before = stored(known.status());
    return before.observedGeneration() == known.generation()
        ? before.condition(type)
        : Optional.empty();
  }

  /// What a stored status says, without its times.
  static StatusReport stored(JsonNode status) {
    var conditions = new ArrayList<Condition>(2);
    for (JsonNode condition : status.path("conditions")) {
      String type = condition.path("type").asText();
      if (TYPES.contains(type)) {
        conditions.add(
            new Condition(
                type,
                condition.path("status").asText(),
                condition.path("reason").asText(),
                condition.path("message").asText()));
      }
    }
    return new StatusReport(
        status.path("observedGeneration").asLong(-1),
        conditions,
        ExceptionReport.stored(status),
        Figures.stored(status));
  }

  boolean says(StatusReport other) {
    return observedGeneration == other.observedGeneration
        && figures.equals(other.figures)
        && exceptions.equals(other.exceptions)
        && Set.copyOf(conditions).equals(Set.copyOf(other.conditions));
  }

  /// Details are how often a policy was used, and what a condition says beside its reason, as of
  /// how many nodes.
  boolean saysButForDetails(StatusReport other) {
    return withoutDetails().says(other.withoutDetails());
  }

  private StatusReport withoutDetails() {
    return new StatusReport(
        observedGeneration,
        conditions.stream().map(c -> new Condition(c.type(), c.status(), c.reason(), "")).toList(),
        exceptions.stream().map(ExceptionReport::withoutUse).toList(),
        Figures.UNKNOWN);
  }

  /// @param before the status stored now: a condition that keeps its value keeps its time
  ObjectNode toJson(JsonNode before, Instant now) {
    Map<String, JsonNode> stored = new HashMap<>();
    before.path("conditions").forEach(c -> stored.put(c.path("type").asText(), c));
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("observedGeneration", observedGeneration);
    var list = status.putArray("conditions");
    for (Condition condition : conditions) {
      list.addObject()
          .put("type", condition.type())
          .put("status", condition.status())
          .put("reason", condition.reason())
          .put("message", condition.message())
          .put("lastTransitionTime", since(condition, stored, now));
    }
    figures.writeTo(status);
    if (!exceptions.isEmpty()) {
      var reports = status.putArray("exceptions");
      exceptions.forEach(report -> report.writeTo(reports));
    }
    return status;
  }

  private static String since(Condition condition, Map<String, JsonNode> stored, Instant now) {
    return Optional.ofNullable(stored.get(condition.type()))
        .filter(old -> old.path("status").asText().equals(condition.status()))
        .map(old -> old.path("lastTransitionTime").asText())
        .filter(time -> !time.isEmpty())
        .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /// Empty for a policy that grants no RuntimeClass.
  private static Optional<Condition> classFound(
      Policy policy, Map<String, String> runtimeClasses, Set<String> gatedHandlers) {
    if (!policy.grant().routes().contains(Route.Name.RuntimeClass)) {
      return Optional.empty();
    }
    String name = policy.grant().runtimeClassName();
    Optional<String> handler = Optional.ofNullable(runtimeClasses.get(name));
    if (handler.isEmpty()) {
      return Optional.of(
          new Condition(
              CLASS_FOUND,
              "False",
              "NotFound",
              "RuntimeClass \"" + name + "\" does not exist; create it"));
    }
    String found = "RuntimeClass \"" + name + "\" has handler \"" + handler.get() + "\"";
    if (!gatedHandlers.contains(handler.get())) {
      return Optional.of(
          new Condition(
              CLASS_FOUND,
              "False",
              "NotGated",
              found + ", which is not a gated one; name it in cgrant.gated-handlers"));
    }
    return Optional.of(new Condition(CLASS_FOUND, "True", "Found", found));
  }

  /// The condition that says whether the policy is in force; empty where nothing was said.
  Optional<Condition> ready() {
    return condition(READY);
  }

  Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }

  /// The first of them, and how many others there are.
  ///
  /// @param longest in characters
  static String listed(List<Problem> problems, int longest) {
    var message = new StringBuilder();
    for (int i = 0; i < problems.size(); i++) {
      Problem problem = problems.get(i);
      String line = (i == 0 ? "" : "; ") + problem;
      String rest = "; and " + (problems.size() - i) + " more";
      if (i > 0 && message.length() + line.length() + rest.length() > longest) {
        return message.append(rest).toString();
      }
      message.append(line);
    }
    return message.length() <= longest
        ? message.toString()
        : message.substring(0, longest - 1) + "…";
  }
}
