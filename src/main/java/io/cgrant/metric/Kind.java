// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

/// What a metric can do.
public enum Kind {
  /// Only ever grows, until the process ends.
  Counter("_total"),
  /// Goes up and down.
  Gauge(""),
  /// How many took how long.
  Histogram("_seconds");

  private final String suffix;

  Kind(String suffix) {
    this.suffix = suffix;
  }

  /// What Prometheus takes a name for, of anything but a histogram.
  static Kind of(String exposed) {
    return exposed.endsWith(Counter.suffix) ? Counter : Gauge;
  }

  /// Micrometer's name, of which its convention for Prometheus makes ours again.
  String plain(String exposed) {
    return exposed.substring(0, exposed.length() - suffix.length()).replace('_', '.');
  }
}
