// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/// What a stored policy's status says.
record PolicyStatus(JsonNode policy) {

  static PolicyStatus of(JsonNode policy) {
    return new PolicyStatus(policy);
  }

  /// Whether it speaks of the policy as it is stored now.
  boolean isCurrent() {
    long generation = policy.at("/metadata/generation").asLong();
    return policy.at("/status/observedGeneration").asLong(-1) == generation;
  }

  String ready() {
    return condition("Ready").path("status").asText();
  }

  String message() {
    return condition("Ready").path("message").asText();
  }

  private JsonNode condition(String type) {
    for (JsonNode condition : policy.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return MissingNode.getInstance();
  }
}
