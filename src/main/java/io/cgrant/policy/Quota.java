// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.InvalidCheck;

/// How many grants a policy gives at one time.
///
/// @param podsPerNamespace at most so many pods of a namespace hold a grant of the policy
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
