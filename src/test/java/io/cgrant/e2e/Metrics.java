// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.util.Map;
import java.util.TreeMap;

/// What cgrant counts, at one moment.
///
/// @param values by name with labels, as `cgrant_undecided_total{cause="NotSynced"}`
record Metrics(Map<String, Double> values) {

  static Metrics parse(String text) {
    var values = new TreeMap<String, Double>();
    for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
      int end = line.lastIndexOf(' ');
      if (end > 0) {
        values.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
      }
    }
    return new Metrics(values);
  }

  /// Reviews that cgrant was sent, whatever it made of them.
  long reviews() {
    return sum("cgrant_decisions_total", "") + sum("cgrant_rejected_requests_total", "");
  }

  long reviews(String phase) {
    return sum("cgrant_decisions_total", "phase=\"" + phase + "\"");
  }

  /// A metric that is not there would make every "unchanged" true.
  private long sum(String name, String label) {
    double sum = 0;
    int found = 0;
    for (var entry : values.entrySet()) {
      if (entry.getKey().startsWith(name) && entry.getKey().contains(label)) {
        sum += entry.getValue();
        found++;
      }
    }
    if (found == 0) {
      throw new AssertionError(
          "no metric " + name + " with " + label + " among " + values.keySet());
    }
    return (long) sum;
  }
}
