// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Reads of objects that a watch has not delivered yet, by name.
///
/// What was read is kept beside what the watch delivers, never in it, and only for a short while:
/// an object that is deleted meanwhile cannot come back for longer than that. Requests for the same
/// name share one read, and reads beyond a number are not made at all.
final class LiveRead<T> {

  private static final Logger LOG = Logger.getLogger(LiveRead.class);
  private static final int MOST_AT_ONCE = 16;
  private static final int MOST_KEPT = 1_000;

  /// Longer than a healthy watch takes to deliver.
  private static final Duration KEPT = Duration.ofSeconds(10);

  private final Function<String, Optional<T>> read;
  private final InstantSource stopwatch;
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);
  private final Map<String, CompletableFuture<Optional<T>>> underWay = new ConcurrentHashMap<>();
  private final Map<String, Kept<T>> kept = new ConcurrentHashMap<>();

  private record Kept<T>(Optional<T> value, Instant until) {}

  /// @param read blocking; empty when there is no such object; must give up by itself in time
  LiveRead(Function<String, Optional<T>> read, InstantSource stopwatch) {
    this.read = read;
    this.stopwatch = stopwatch;
  }

  /// What a read has found within the last seconds.
  Optional<T> recent(String name) {
    Kept<T> found = kept.get(name);
    if (found == null) {
      return Optional.empty();
    }
    if (found.until().isBefore(stopwatch.instant())) {
      kept.remove(name, found);
      return Optional.empty();
    }
    return found.value();
  }

  /// Blocks, at most for `bound`. A read that takes longer goes on for whoever asks next.
  Optional<T> within(String name, Duration bound) {
    Optional<T> recent = recent(name);
    if (recent.isPresent()) {
      return recent;
    }
    return await(underWay.computeIfAbsent(name, this::begin), name, bound);
  }

  /// As [#within], but never with an answer that was read before this call began.
  Optional<T> anew(String name, Duration bound) {
    return await(begin(name), name, bound);
  }

  private static <T> Optional<T> await(
      CompletableFuture<Optional<T>> answer, String name, Duration bound) {
    try {
      return answer.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      // Not louder: while the API server is away, every request that needs it comes through here.
      LOG.debugf("cannot read \"%s\" from the API server: %s", name, e.getCause().getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private CompletableFuture<Optional<T>> begin(String name) {
    var result = new CompletableFuture<Optional<T>>();
    Thread.ofVirtual().name("cgrant-live-read").start(() -> finish(name, result));
    return result;
  }

  private void finish(String name, CompletableFuture<Optional<T>> result) {
    boolean mayRead = free.tryAcquire();
    try {
      Optional<T> found = mayRead ? read.apply(name) : Optional.empty();
      found.ifPresent(value -> keep(name, value));
      result.complete(found);
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    } finally {
      underWay.remove(name, result);
      if (mayRead) {
        free.release();
      }
    }
  }

  private void keep(String name, T value) {
    Instant now = stopwatch.instant();
    if (kept.size() >= MOST_KEPT) {
      kept.values().removeIf(old -> old.until().isBefore(now));
    }
    if (kept.size() < MOST_KEPT) {
      kept.put(name, new Kept<>(Optional.of(value), now.plus(KEPT)));
    }
  }
}
