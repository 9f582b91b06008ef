// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

/// Knows what RBAC, or whatever the API server asks beside it, allows. Blocks.
@FunctionalInterface
interface DeedReviewer {

  /// @throws ApiServerAway when there was no answer
  boolean allows(Caller caller, Deed deed);
}
