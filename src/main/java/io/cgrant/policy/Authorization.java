// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

/// Lets RBAC say who is granted: who wrote the pod, or the template it was made of, and the pod's
/// ServiceAccount need the verb `use` on the policy. See
/// [Authorize with RBAC](../how-to/authorize-with-rbac.md).
///
/// Source: Kubernetes, SubjectAccessReview.
///
/// Field: `require.authorization`.
///
/// Default: `NotRequired`.
///
/// Reasons: `AuthorNotAllowed`, `ServiceAccountNotAllowed`, `PermissionNotChecked`.
///
/// Way out: ask for a role with the verb `use` on `writablecgrouppolicies.cgrant.io` of this name.
public enum Authorization {
  /// Whoever wrote the pod, and the pod's ServiceAccount, need the verb `use` on the policy.
  Required,
  NotRequired
}
