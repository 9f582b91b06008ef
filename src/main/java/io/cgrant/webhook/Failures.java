// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.admission.Printable;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Says what went wrong in cgrant itself. Whoever can make it fail can do so as often as they like,
/// so of each minute the first failure is told with its stack trace, some by their name, and of the
/// others how many there were.
final class Failures {

  private static final Logger LOG = Logger.getLogger(Failures.class);
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MOST_NAMED = 50;
  private static final int LONGEST_SENTENCE = 1_000;

  private long began;
  private int count;

  /// How much is said of one.
  enum Detail {
    All,
    Name,
    Nothing
  }

  /// @param what failed, as the beginning of a sentence
  void tell(String what, Throwable failure) {
    switch (detail(System.nanoTime())) {
      case All -> LOG.error(cut(what), told(failure));
      case Name -> LOG.error(cut(what + ": " + failure));
      case Nothing -> {}
    }
  }

  /// Safe for many threads.
  synchronized Detail detail(long now) {
    if (count == 0 || now - began >= MINUTE) {
      if (count > MOST_NAMED) {
        LOG.errorf("requests that failed since and are not told: %d", count - MOST_NAMED);
      }
      began = now;
      count = 0;
    }
    count++;
    if (count == 1) {
      return Detail.All;
    }
    return count <= MOST_NAMED ? Detail.Name : Detail.Nothing;
  }

  private static Throwable told(Throwable failure) {
    var told = new IllegalStateException(cut(failure.toString()));
    told.setStackTrace(failure.getStackTrace());
    return told;
  }

  /// On one line: a sender's words are in it.
  private static String cut(String sentence) {
    return Printable.beginning(sentence, LONGEST_SENTENCE);
  }
}
