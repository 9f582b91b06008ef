// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

/// Whether RBAC has a word in who is granted.
public enum Authorization {
  /// Whoever wrote the pod, and the pod's ServiceAccount, need the verb `use` on the policy.
  Required,
  NotRequired
}
