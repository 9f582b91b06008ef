// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that a test moves.
public final class Moving implements InstantSource {

  private volatile Instant now = Instant.parse("2026-11-24T06:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void by(Duration step) {
    now = now.plus(step);
  }
}
