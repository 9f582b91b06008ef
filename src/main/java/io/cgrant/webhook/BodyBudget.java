// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import java.util.concurrent.atomic.AtomicLong;

/// How much memory the bodies of all requests under way may take together. A sender is told to come
/// back before the process runs out.
public final class BodyBudget {

  /// In bytes, of one body. The API server takes objects up to 3 MiB and sends two of them.
  static final int LARGEST_BODY = 8 * 1024 * 1024;

  private final AtomicLong left;

  /// @param bytes for all bodies together
  public BodyBudget(long bytes) {
    left = new AtomicLong(bytes);
  }

  /// A third of the heap, and always enough for one body of the largest size.
  public static BodyBudget ofHeap() {
    long third = Runtime.getRuntime().maxMemory() / 3;
    return new BodyBudget(Math.max(third, LARGEST_BODY));
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
