// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.cluster.KnownPolicy;
import io.cgrant.policy.Policy;
import io.cgrant.reading.PolicyReading;
import io.cgrant.reading.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Every policy: how this replica reads it, and its `status` as it is stored.
final class PoliciesResponder implements Responder {

  private final Supplier<List<KnownPolicy>> policies;

  PoliciesResponder(Supplier<List<KnownPolicy>> policies) {
    this.policies = policies;
  }

  @Override
  public Reply answer(Question question, Doorkeeper.Admission.In by, byte[] body) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ArrayNode items = tree.putArray("items");
    policies.get().stream()
        .sorted(Comparator.comparing(KnownPolicy::name))
        .forEach(policy -> add(items.addObject(), policy));
    return Reply.of(Reply.JSON, tree.toString().getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private static void add(ObjectNode tree, KnownPolicy policy) {
    tree.put("name", policy.name());
    tree.put("generation", policy.generation());
    switch (policy.reading()) {
      case PolicyReading.Ready(var usable, var warnings) -> add(tree, usable, warnings);
      case PolicyReading.Invalid(var name, var generation, var problems) -> {
        tree.put("decides", false);
        problems(tree.putArray("problems"), problems);
      }
    }
    if (policy.status().isObject()) {
      tree.set("status", policy.status());
    }
  }

  private static void add(ObjectNode tree, Policy policy, List<Problem> warnings) {
    tree.put("decides", true);
    tree.put("enforcement", policy.enforcement().name());
    tree.put("priority", policy.priority());
    problems(tree.putArray("warnings"), warnings);
  }

  private static void problems(ArrayNode array, List<Problem> problems) {
    for (Problem problem : problems) {
      array.addObject().put("path", problem.path()).put("detail", problem.detail());
    }
  }
}
