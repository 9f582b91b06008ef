// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.crd.LimitsSpec;
import io.cgrant.crd.Syntax;
import io.cgrant.pod.Quantity;
import io.cgrant.policy.check.RequireLimits;
import java.util.List;
import java.util.Optional;

/// Reads `require.limits`. What is left out of it is as in the strict check.
final class LimitsReader {

  private LimitsReader() {}

  static Optional<Stanza> stanza(Stanza require) {
    return require.object("limits", LimitsSpec.class);
  }

  static RequireLimits limits(Optional<Stanza> limits) {
    return limits.map(LimitsReader::written).orElse(RequireLimits.STRICT);
  }

  private static RequireLimits written(Stanza limits) {
    limits.requireEntries("resources", "name a resource, or leave the field out");
    List<String> resources =
        limits
            .texts("resources", Form.RESOURCE, Syntax.RESOURCES)
            .orElse(RequireLimits.STRICT.resources());
    return new RequireLimits(
        resources,
        limits
            .map("max", Form.RESOURCE, Syntax.RESOURCES, entry -> quantity(limits, entry))
            .orElse(RequireLimits.STRICT.max()));
  }

  private static Optional<Quantity> quantity(Stanza limits, Stanza.Entry entry) {
    JsonNode value = entry.node();
    boolean isWhole = value.isIntegralNumber() && value.canConvertToLong();
    if (!value.isTextual() && !isWhole) {
      limits.problem(
          entry.field(),
          "is " + Form.shown(value) + "; write a quantity, as \"500m\", \"2\" or \"4Gi\"");
      return Optional.empty();
    }
    try {
      Quantity quantity = Quantity.parse(value.asText());
      if (quantity.isPositive()) {
        return Optional.of(quantity);
      }
      limits.problem(entry.field(), "is " + value.asText() + "; write a quantity above zero");
    } catch (NumberFormatException e) {
      limits.problem(entry.field(), e.getMessage());
    }
    return Optional.empty();
  }
}
