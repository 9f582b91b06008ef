// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

/// One thing that is wrong with a policy.
///
/// @param path the field, as `spec.require.limits.max`
/// @param detail what is there, and the way out
public record Problem(String path, String detail) {}
