// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.PodView;
import java.util.List;
import java.util.Set;

/// TODO
public record RequireSeccomp(Set<String> allowed) implements Check {
  public static final RequireSeccomp STRICT =
      new RequireSeccomp(Set.of("RuntimeDefault", "Localhost"));

  @Override
  public List<Finding> examine(PodView pod) {
    return List.of();
  }
}
