// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

/// What is new about a pod that was looked at.
public enum Change {
  /// Its drift began, or has another cause.
  Drifted,
  /// It drifts as before, and the last Event of it is old.
  StillDrifted,
  /// It does not drift any more.
  Settled
}
