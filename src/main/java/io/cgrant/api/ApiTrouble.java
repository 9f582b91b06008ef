// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import java.time.Duration;
import org.jboss.logging.Logger;

/// Says in the log why somebody got no answer for want of something that is not theirs. Whoever
/// can cause it can do so as often as they like, so one is told in a minute.
final class ApiTrouble {

  private static final Logger LOG = Logger.getLogger(ApiTrouble.class);
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private long told;
  private boolean isFirst = true;

  /// The API server did not answer, or not let cgrant ask.
  void away(Throwable why) {
    if (isDue()) {
      LOG.warnf("the HTTP API cannot answer: %s", why.getMessage());
    }
  }

  /// A fault of cgrant's own.
  void failed(Throwable why) {
    if (isDue()) {
      LOG.error("the HTTP API failed on a request", why);
    }
  }

  private synchronized boolean isDue() {
    long now = System.nanoTime();
    if (!isFirst && now - told < MINUTE) {
      return false;
    }
    isFirst = false;
    told = now;
    return true;
  }
}
