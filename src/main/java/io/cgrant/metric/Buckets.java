// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The buckets of every histogram: those of the API server's
/// `apiserver_admission_webhook_admission_duration_seconds`, so that both can be laid over each
/// other, and 1 ms, which most decisions do not need.
public final class Buckets {

  private static final List<Duration> ALL =
      Stream.of(1, 5, 25, 100, 500, 1_000, 2_500, 10_000, 25_000).map(Duration::ofMillis).toList();

  private Buckets() {}

  static Duration[] all() {
    return ALL.toArray(Duration[]::new);
  }

  /// As `le` has them: in seconds, as `0.005` and `1.0`.
  public static List<String> labels() {
    return ALL.stream().map(bucket -> Double.toString(bucket.toMillis() / 1000.0)).toList();
  }
}
