// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Deciding: a request and a snapshot of the cluster go in, a verdict comes out.
///
/// No I/O, no clock, no logging: only `java..`, `io.cgrant.pod` and `io.cgrant.policy.check` are
/// allowed.
package io.cgrant.policy;
