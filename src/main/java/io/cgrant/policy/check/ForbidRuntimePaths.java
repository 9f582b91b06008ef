// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.PodView;
import java.util.List;

/// TODO
public record ForbidRuntimePaths() implements Check {
  @Override
  public List<Finding> examine(PodView pod) {
    return List.of();
  }
}
