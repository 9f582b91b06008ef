// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.runtimeclass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.registration.InstalledConfigurations;
import io.cgrant.registration.OrdinaryNames;
import java.util.Optional;
import java.util.Set;

/// The names of ordinary RuntimeClasses in one webhook configuration.
///
/// @param configuration as it was read
record ListedNames(JsonNode configuration) {

  /// Those that every expression with a place for names has; empty when there is no such place.
  Optional<Set<String>> inAll() {
    Optional<Set<String>> common = Optional.empty();
    for (JsonNode webhook : configuration.path("webhooks")) {
      for (JsonNode condition : webhook.path("matchConditions")) {
        String expression = condition.path("expression").asText();
        if (OrdinaryNames.fitsInto(expression)) {
          Set<String> names = OrdinaryNames.in(expression);
          common.ifPresent(names::retainAll);
          common = Optional.of(names);
        }
      }
    }
    return common;
  }

  /// What to apply so that these names are listed and no others: the expressions with a place for
  /// them, and nothing else. Holds only while the configuration is as it was read. Empty when
  /// nothing would change.
  Optional<ObjectNode> replacedBy(Set<String> names) {
    ArrayNode webhooks = JsonNodeFactory.instance.arrayNode();
    boolean differs = false;
    for (JsonNode webhook : configuration.path("webhooks")) {
      ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
      for (JsonNode condition : webhook.path("matchConditions")) {
        String expression = condition.path("expression").asText();
        if (OrdinaryNames.fitsInto(expression)) {
          String next = OrdinaryNames.with(expression, names);
          differs |= !next.equals(expression);
          conditions
              .addObject()
              .put("name", condition.path("name").asText())
              .put("expression", next);
        }
      }
      if (!conditions.isEmpty()) {
        webhooks
            .addObject()
            .put("name", webhook.path("name").asText())
            .set("matchConditions", conditions);
      }
    }
    return differs
        ? Optional.of(InstalledConfigurations.patch(configuration, webhooks))
        : Optional.empty();
  }
}
