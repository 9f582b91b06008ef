// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicySet;
import io.cgrant.reading.PolicyReading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  public static final ClusterView UNSYNCED =
      new ClusterView(false, PolicySet.EMPTY, Map.of(), List.of());

  public ClusterView {
    runtimeClasses = Map.copyOf(runtimeClasses);
    known = List.copyOf(known);
  }

  /// The view after this one. Sorting and indexing policies is most of its cost, so they are taken
  /// over where none was written anew.
  public ClusterView next(List<KnownPolicy> now, Map<String, String> classes) {
    boolean samePolicies = synced && readings(known).equals(readings(now));
    return new ClusterView(true, samePolicies ? policies : setOf(now), classes, now);
  }

  /// The same, without the classes that some other class may stand behind by now.
  ///
  /// @param certain names of ordinary classes that cannot become gated
  ClusterView deciding(Set<String> gatedHandlers, Set<String> certain) {
    var classes = new HashMap<>(runtimeClasses);
    classes
        .entrySet()
        .removeIf(c -> !gatedHandlers.contains(c.getValue()) && !certain.contains(c.getKey()));
    return new ClusterView(synced, policies, classes, known);
  }

  /// By identity: a policy that was not written anew keeps its reading.
  private static Set<PolicyReading> readings(List<KnownPolicy> known) {
    Set<PolicyReading> readings = Collections.newSetFromMap(new IdentityHashMap<>());
    known.forEach(policy -> readings.add(policy.reading()));
    return readings;
  }

  private static PolicySet setOf(List<KnownPolicy> known) {
    var ready = new ArrayList<Policy>();
    for (KnownPolicy policy : known) {
      switch (policy.reading()) {
        case PolicyReading.Ready(var usable, var warnings) -> ready.add(usable);
        case PolicyReading.Invalid invalid -> {}
      }
    }
    return PolicySet.of(ready);
  }
}
