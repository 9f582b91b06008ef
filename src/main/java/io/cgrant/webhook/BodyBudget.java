// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import java.util.concurrent.atomic.AtomicLong;

/// So many bytes for all who draw on it.
final class BodyBudget {

  private final AtomicLong left;

  /// @param bytes for all together
  BodyBudget(long bytes) {
    left = new AtomicLong(bytes);
  }

  /// False when there is not so much left; then nothing is taken.
  boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    giveBack(bytes);
    return false;
  }

  void giveBack(long bytes) {
    left.addAndGet(bytes);
  }
}
