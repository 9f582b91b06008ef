// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.apiserver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Answers that are believed for a while. What has ended is forgotten, and where there are too
/// many, the oldest goes. Safe for many threads.
///
/// @param <T> the answer
public final class Kept<T> {

  private final int most;
  private final InstantSource stopwatch;
  private final Map<Digest, Answer<T>> oldestFirst = new LinkedHashMap<>();

  private record Answer<T>(T value, Instant until) {}

  /// @param stopwatch not the time of day, which somebody may set
  public Kept(int most, InstantSource stopwatch) {
    this.most = most;
    this.stopwatch = stopwatch;
  }

  public synchronized Optional<T> of(Digest asked) {
    return Optional.ofNullable(oldestFirst.get(asked))
        .filter(answer -> stopwatch.instant().isBefore(answer.until()))
        .map(Answer::value);
  }

  public synchronized void keep(Digest asked, T value, Duration life) {
    Instant now = stopwatch.instant();
    oldestFirst.remove(asked);
    forgetEnded(now);
    if (oldestFirst.size() >= most) {
      oldestFirst.remove(oldestFirst.keySet().iterator().next());
    }
    oldestFirst.put(asked, new Answer<>(value, now.plus(life)));
  }

  /// The first ones only: those behind one that lives longer than others wait for it.
  private void forgetEnded(Instant now) {
    var oldest = oldestFirst.values().iterator();
    while (oldest.hasNext() && !now.isBefore(oldest.next().until())) {
      oldest.remove();
    }
  }

  public synchronized int size() {
    return oldestFirst.size();
  }
}
