// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// Counts what came of the pods that were sent. May be used by several threads.
final class Tally {

  /// Of each kind of trouble, so many are kept word for word.
  private static final int EXAMPLES = 3;

  private final Map<Kind, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> told = new ConcurrentHashMap<>();
  private final Map<String, String> examples = new ConcurrentHashMap<>();
  private final AtomicLong longest = new AtomicLong();
  private final AtomicLong longestRight = new AtomicLong();
  private final AtomicLong lastTrouble = new AtomicLong(Long.MIN_VALUE);
  private final LongAdder heldBack = new LongAdder();

  private record Kind(PodSort sort, Outcome outcome, Served served) {}

  /// @param took in nanoseconds
  /// @param words of the answer, where something is wrong with it
  void add(PodSort sort, Outcome outcome, Served served, long took, String words) {
    counts.computeIfAbsent(new Kind(sort, outcome, served), k -> new LongAdder()).increment();
    longest.accumulateAndGet(took, Math::max);
    if (outcome == Outcome.Right) {
      longestRight.accumulateAndGet(took, Math::max);
      return;
    }
    lastTrouble.accumulateAndGet(System.nanoTime(), Math::max);
    String what = sort + " " + outcome + ", served: " + served;
    int number = told.computeIfAbsent(what, k -> new AtomicInteger()).incrementAndGet();
    if (number <= EXAMPLES) {
      examples.put(what + " " + number, java.time.Instant.now() + " " + words);
    }
  }

  /// It was due, and all senders of its sort were waiting.
  void holdBack() {
    heldBack.increment();
  }

  long heldBack() {
    return heldBack.sum();
  }

  long sent() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  long sent(PodSort sort) {
    return sum(kind -> kind.sort() == sort);
  }

  long of(Outcome outcome) {
    return sum(kind -> kind.outcome() == outcome);
  }

  /// Ordinary pods that anything but the sender's own trouble kept from being stored.
  long ordinaryRefused() {
    return sum(k -> !k.sort().asks() && k.outcome() != Outcome.Right && isAnswer(k.outcome()));
  }

  /// Pods that ask and were refused without a decision about them.
  long asksRefused(Served served) {
    return sum(
        k ->
            k.sort().asks()
                && k.served() == served
                && isAnswer(k.outcome())
                && k.outcome() != Outcome.Right
                && k.outcome() != Outcome.LetBy);
  }

  /// Pods that ask and that were on a connection that broke, and one replica of several was killed.
  long asksBroken() {
    return sum(
        k -> k.sort().asks() && k.served() == Served.Interrupted && k.outcome() == Outcome.Broken);
  }

  long asksRefused() {
    return Stream.of(Served.values()).mapToLong(this::asksRefused).sum();
  }

  Duration longest() {
    return Duration.ofNanos(longest.get());
  }

  /// Of those that came to what they must.
  Duration longestRight() {
    return Duration.ofNanos(longestRight.get());
  }

  /// From a moment to the last answer that was not right; zero when all were.
  ///
  /// @param moment of [System#nanoTime]
  Duration troubleSince(long moment) {
    long last = lastTrouble.get();
    return last == Long.MIN_VALUE ? Duration.ZERO : Duration.ofNanos(Math.max(0, last - moment));
  }

  Map<String, String> examples() {
    return new TreeMap<>(examples);
  }

  @Override
  public String toString() {
    var all = new TreeMap<String, Long>();
    counts.forEach(
        (k, n) -> all.merge(k.sort() + " " + k.outcome() + " " + k.served(), n.sum(), Long::sum));
    return all + ", held back " + heldBack.sum() + ", longest " + longest().toMillis() + " ms";
  }

  private static boolean isAnswer(Outcome outcome) {
    return outcome != Outcome.NoAnswer;
  }

  private long sum(java.util.function.Predicate<Kind> which) {
    return counts.entrySet().stream()
        .filter(e -> which.test(e.getKey()))
        .mapToLong(e -> e.getValue().sum())
        .sum();
  }
}
