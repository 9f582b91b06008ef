// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.apiserver;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.TimeoutException;

/// How many pods a page has. Whoever may make pods makes them a megabyte large each, and then a
/// whole page does not come in its time, however often it is asked for: so it has fewer from then
/// on, and more again once all pods were seen. For one thread.
public final class PageSize {

  /// Of the largest pods, so many come in the time of a page over a slow network.
  public static final int LEAST = 10;

  private static final int SHRINKS_BY = 4;

  private final int most;
  private int now;

  /// @param most from [#LEAST] on, usually
  public PageSize(int most) {
    this.most = most;
    this.now = most;
  }

  public int now() {
    return now;
  }

  /// A page did not come.
  public void failed(RuntimeException why) {
    boolean isLate =
        why instanceof KubernetesClientException && why.getCause() instanceof TimeoutException;
    if (isLate) {
      now = Math.min(now, Math.max(LEAST, now / SHRINKS_BY));
    }
  }

  /// Every page has come.
  public void worked() {
    now = Math.min(most, now * 2);
  }
}
