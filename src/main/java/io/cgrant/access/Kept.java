// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

import io.cgrant.inquiry.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Answers that are believed for a while. Where there are too many, the oldest goes.
///
/// @param <T> the answer
final class Kept<T> {

  private final int most;
  private final InstantSource stopwatch;
  private final Map<Digest, Answer<T>> oldestFirst = new LinkedHashMap<>();

  private record Answer<T>(T value, Instant until) {}

  /// @param stopwatch not the time of day, which somebody may set
  Kept(int most, InstantSource stopwatch) {
    this.most = most;
    this.stopwatch = stopwatch;
  }

  synchronized Optional<T> of(Digest asked) {
    return Optional.ofNullable(oldestFirst.get(asked))
        .filter(answer -> stopwatch.instant().isBefore(answer.until()))
        .map(Answer::value);
  }

  synchronized void keep(Digest asked, T value, Duration life) {
    oldestFirst.remove(asked);
    oldestFirst.put(asked, new Answer<>(value, stopwatch.instant().plus(life)));
    if (oldestFirst.size() > most) {
      oldestFirst.remove(oldestFirst.keySet().iterator().next());
    }
  }

  synchronized int size() {
    return oldestFirst.size();
  }
}
