// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The series of one metric by policy. Whoever writes policies could make any number of names, so
/// only the first ones get a series of their own.
final class PolicySeries {

  static final int MOST = 100;

  private final Meters meters;
  private final Metric metric;
  private final Counter others;
  private final Map<String, Counter> byPolicy = new ConcurrentHashMap<>();

  PolicySeries(Meters meters, Metric metric) {
    this.meters = meters;
    this.metric = metric;
    this.others = meters.counter(metric, Label.OTHERS);
  }

  Counter of(String policy) {
    Counter known = byPolicy.get(policy);
    return known != null ? known : begun(policy);
  }

  private Counter begun(String policy) {
    return byPolicy.size() >= MOST
        ? others
        : byPolicy.computeIfAbsent(policy, name -> meters.counter(metric, name));
  }
}
