// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long the API server waits for an answer: it says so in the query, as `?timeout=10s`.
///
/// @param endsAtNanos on the clock of `System.nanoTime`
record Deadline(long endsAtNanos) {

  /// What `timeoutSeconds` is when nobody sets it.
  private static final Duration DEFAULT = Duration.ofSeconds(10);

  private static final Duration LONGEST = Duration.ofSeconds(30);

  /// A Go duration of whole seconds, which is all the API server sends.
  private static final Pattern GO_DURATION = Pattern.compile("(?:(\\d{1,2})m)?(\\d{1,3})s");

  private static final Pattern IN_QUERY = Pattern.compile("(?:^|&)timeout=([^&]*)");

  /// As far as the query can be read; nobody is told of the rest.
  ///
  /// @param query null when there is none
  static Deadline ofQuery(String query, long nowNanos) {
    Matcher timeout = IN_QUERY.matcher(query == null ? "" : query);
    return of(timeout.find() ? timeout.group(1) : null, nowNanos);
  }

  /// @param timeout null when there is none
  static Deadline of(String timeout, long nowNanos) {
    return new Deadline(nowNanos + duration(timeout).toNanos());
  }

  private static Duration duration(String timeout) {
    if (timeout == null) {
      return DEFAULT;
    }
    Matcher matcher = GO_DURATION.matcher(timeout);
    if (!matcher.matches()) {
      return DEFAULT;
    }
    long minutes = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));
    Duration asked = Duration.ofMinutes(minutes).plusSeconds(Long.parseLong(matcher.group(2)));
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }

  Duration left(long nowNanos) {
    return Duration.ofNanos(Math.max(0, endsAtNanos - nowNanos));
  }

  boolean isOver(long nowNanos) {
    return nowNanos - endsAtNanos >= 0;
  }
}
