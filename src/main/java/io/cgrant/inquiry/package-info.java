// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Asks the API server live what no memory of ours can answer for one request: whether a quota has
/// room (a ledger in Leases), and whether RBAC allows the use of a policy (a SubjectAccessReview).
///
/// What a watch keeps up to date is not asked here but taken from a snapshot. `GrantCensus` is
/// here because it counts what a quota counts, in the same lists: all pods, in the background,
/// and no request waits for it.
package io.cgrant.inquiry;
