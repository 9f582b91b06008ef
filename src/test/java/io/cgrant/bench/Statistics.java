// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import java.util.Arrays;

/// What the report makes of many samples.
final class Statistics {

  private Statistics() {}

  /// Of an even number of values the mean of the middle two; NaN of none.
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static double best(double... values) {
    return Arrays.stream(values).min().orElse(Double.NaN);
  }

  static double worst(double... values) {
    return Arrays.stream(values).max().orElse(Double.NaN);
  }
}
