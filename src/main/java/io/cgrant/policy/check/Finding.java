// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

/// One thing that stands between a pod and a grant.
///
/// @param path the field, as `spec.containers[0].resources.limits.memory`
/// @param reason stable, for machines
/// @param detail one sentence for the person: what is there, and the way out
public record Finding(String path, Reason reason, String detail) {}
