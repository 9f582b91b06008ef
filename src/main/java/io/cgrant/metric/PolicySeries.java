// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import io.micrometer.core.instrument.Counter;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The series of one metric by policy: one for each policy that there is, up to a bound, beyond
/// which policies share one. Whoever writes policies could make any number of names.
final class PolicySeries {

  private final Meters meters;
  private final Metric metric;
  private final Counter others;
  private final Map<String, Counter> byPolicy = new ConcurrentHashMap<>();

  PolicySeries(Meters meters, Metric metric) {
    this.meters = meters;
    this.metric = metric;
    this.others = meters.counter(metric, Label.OTHERS);
  }

  /// A policy may be so new that [#know] has not heard of it.
  Counter of(String policy) {
    Counter known = byPolicy.get(policy);
    if (known != null) {
      return known;
    }
    return byPolicy.size() < Label.MOST_POLICIES ? begun(policy) : others;
  }

  private synchronized Counter begun(String policy) {
    if (byPolicy.size() >= Label.MOST_POLICIES) {
      return byPolicy.getOrDefault(policy, others);
    }
    return byPolicy.computeIfAbsent(policy, name -> meters.counter(metric, name));
  }

  /// At once for the counter and its series, or one could be counted that nobody sees.
  private synchronized void end(String policy) {
    meters.remove(byPolicy.remove(policy));
  }

  /// Begins the series of these policies, so that their first count is seen to be one, and ends
  /// those of all others. For one thread at a time.
  void know(Collection<String> policies) {
    var gone = new HashSet<>(byPolicy.keySet());
    policies.forEach(gone::remove);
    gone.forEach(this::end);
    policies.forEach(this::of);
  }
}
