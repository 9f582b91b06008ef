// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.PodView;
import io.cgrant.pod.Quantity;
import java.util.List;
import java.util.Map;

/// TODO
public record RequireLimits(List<String> resources, Map<String, Quantity> max) implements Check {
  @Override
  public List<Finding> examine(PodView pod) {
    return List.of();
  }
}
