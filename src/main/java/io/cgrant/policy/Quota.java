// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.InvalidCheck;

/// Bounds how many pods of a namespace hold a grant of the policy at one time, however many
/// replicas of cgrant count. See [Bound with a quota](../how-to/bound-with-a-quota.md).
///
/// Source: cgrant's own; the pods are counted by the annotation `cgrant.io/granted-by`.
///
/// Field: `require.quota`.
///
/// Default: no bound.
///
/// Reasons: `QuotaExceeded`, `QuotaOnlyAtCreation`, `QuotaWithoutRecord`, `QuotaNotCounted`.
///
/// Way out: delete a pod that holds a grant, or ask for a larger quota.
///
/// @param podsPerNamespace `require.quota.podsPerNamespace`: 1 to 500
public record Quota(int podsPerNamespace) {

  /// More could not be kept in one object while they are being created.
  public static final int MOST_PODS = 500;

  public Quota {
    if (podsPerNamespace < 1 || podsPerNamespace > MOST_PODS) {
      throw new InvalidCheck(
          "require.quota.podsPerNamespace",
          "is " + podsPerNamespace + "; write a number from 1 to " + MOST_PODS);
    }
  }
}
