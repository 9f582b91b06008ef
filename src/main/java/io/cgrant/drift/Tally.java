// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

import java.util.Map;

/// What one whole sweep has counted.
///
/// @param holders pods that hold a writable cgroup or were granted one
/// @param causes how many of them drift, by cause
public record Tally(int holders, Map<Cause, Integer> causes) {

  public static final Tally NONE = new Tally(0, Map.of());

  public Tally {
    causes = Map.copyOf(causes);
  }

  public int drifted(Cause cause) {
    return causes.getOrDefault(cause, 0);
  }
}
