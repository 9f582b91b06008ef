// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.PodView;
import io.cgrant.pod.Quantity;
import java.util.List;
import java.util.Map;

/// TODO
public record RequireLimits(List<String> resources, Map<String, Quantity> max) implements Check {
  public static final RequireLimits STRICT = new RequireLimits(List.of("cpu", "memory"), Map.of());

  @Override
  public List<Finding> examine(PodView pod) {
    return List.of();
  }
}
