// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import io.cgrant.manifest.PolicyReading;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicySet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// What was last read of the policies and the RuntimeClasses. Immutable, replaced as a whole.
///
/// @param policies those that can decide
/// @param runtimeClasses handler by name
/// @param known every policy, also the invalid ones, in no particular order
public record ClusterView(
    boolean synced,
    PolicySet policies,
    Map<String, String> runtimeClasses,
    List<KnownPolicy> known) {

  static final ClusterView UNSYNCED = new ClusterView(false, PolicySet.EMPTY, Map.of(), List.of());

  public ClusterView {
    runtimeClasses = Map.copyOf(runtimeClasses);
    known = List.copyOf(known);
  }

  static ClusterView of(Collection<KnownPolicy> known, Map<String, String> runtimeClasses) {
    var ready = new ArrayList<Policy>();
    for (KnownPolicy policy : known) {
      switch (policy.reading()) {
        case PolicyReading.Ready(var usable) -> ready.add(usable);
        case PolicyReading.Invalid invalid -> {}
      }
    }
    return new ClusterView(true, PolicySet.of(ready), runtimeClasses, List.copyOf(known));
  }
}
