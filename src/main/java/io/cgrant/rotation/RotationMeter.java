// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import io.cgrant.certs.Step;
import io.cgrant.certs.StoredCertificates;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// What there is to know of the rotation, for whoever measures. May be read by any thread.
public final class RotationMeter {

  private final AtomicLongArray changes = new AtomicLongArray(Step.Change.values().length);
  private final AtomicLong publications = new AtomicLong();
  private volatile SecretState state = SecretState.Missing;
  private volatile StoredCertificates stored = StoredCertificates.NONE;

  RotationMeter() {}

  /// How often this replica did that.
  public long count(Step.Change change) {
    return changes.get(change.ordinal());
  }

  /// How often this replica wrote `caBundle`.
  public long publications() {
    return publications.get();
  }

  public SecretState state() {
    return state;
  }

  /// How many authorities are trusted; two while one follows the other.
  public int authorities() {
    return stored.trusted().size();
  }

  /// When the authority that signs ends, in seconds since 1970; not a number while there is none.
  public double authorityEnds() {
    return stored
        .authority()
        .map(a -> a.identity().leaf().getNotAfter().toInstant().getEpochSecond())
        .map(Long::doubleValue)
        .orElse(Double.NaN);
  }

  void changed(Step.Change change) {
    changes.incrementAndGet(change.ordinal());
  }

  void published() {
    publications.incrementAndGet();
  }

  void found(SecretState now) {
    state = now;
  }

  void known(StoredCertificates now) {
    stored = now;
  }
}
