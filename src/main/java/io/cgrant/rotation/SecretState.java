// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

/// What this replica last found where the certificates are kept.
public enum SecretState {
  /// The certificate there is served.
  Good,
  /// There is no Secret, or no certificate in it yet.
  Missing,
  /// A key or certificate in it is no good.
  Damaged,
  /// Its certificate has ended, by this machine's clock.
  Expired,
  /// The API server did not answer, or does not allow it.
  Unreachable
}
