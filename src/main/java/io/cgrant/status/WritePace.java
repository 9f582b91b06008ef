// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// How soon the status of a policy may be written again. For one thread.
final class WritePace {

  /// How long the same words are not written again. A watch shows our own write only a little
  /// later, and during an upgrade two versions of cgrant may word the same thing differently:
  /// without this they would overwrite each other without end.
  static final Duration PAUSE = Duration.ofSeconds(60);

  /// What changes faster is written together: of one policy there is one write in this time.
  static final Duration COALESCED = Duration.ofSeconds(10);

  /// The API server tells only the second in which something was written.
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Map<String, Written> written = new HashMap<>();
  private final Map<String, Instant> first = new HashMap<>();

  private record Written(StatusReport status, Instant at) {}

  /// How long this has to wait after another replica's write, which led before. Where its clock is
  /// so far ahead that it could be long, nothing can be told and it need not.
  ///
  /// @param at when somebody last changed the status
  /// @param now by another clock
  private static Duration leftAfter(Instant at, Instant now) {
    Duration left = COALESCED.plus(SECOND).minus(Duration.between(at, now));
    boolean isTold = left.isPositive() && left.compareTo(COALESCED.multipliedBy(2)) < 0;
    return isTold ? left : Duration.ZERO;
  }

  /// How long this has to wait; zero when it may be written now.
  ///
  /// @param now by a clock that nobody sets
  Duration left(String policy, StatusReport wanted, Instant now) {
    Written last = written.get(policy);
    if (last == null) {
      return Duration.ZERO;
    }
    Instant next = last.at().plus(last.status().says(wanted) ? PAUSE : COALESCED);
    return now.isBefore(next) ? Duration.between(now, next) : Duration.ZERO;
  }

  boolean hasWritten(String policy) {
    return written.containsKey(policy);
  }

  /// How long the first write has to wait, said once: whoever may write a policy may say of its
  /// status what he likes.
  ///
  /// @param at when somebody last changed the status, by another clock
  /// @param then now, by a clock near that one
  /// @param now by a clock that nobody sets
  Duration leftOfFirst(String policy, Instant at, Instant then, Instant now) {
    Instant next = first.computeIfAbsent(policy, p -> now.plus(leftAfter(at, then)));
    return now.isBefore(next) ? Duration.between(now, next) : Duration.ZERO;
  }

  /// [Instant#MIN] where nobody here wrote it.
  Instant lastWritten(String policy) {
    Written last = written.get(policy);
    return last == null ? Instant.MIN : last.at();
  }

  void wrote(String policy, StatusReport status, Instant now) {
    written.put(policy, new Written(status, now));
  }

  /// Forgets what is not among these.
  void retain(Set<String> policies) {
    written.keySet().retainAll(policies);
    first.keySet().retainAll(policies);
  }
}
