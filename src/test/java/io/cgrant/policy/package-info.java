// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Proves the decision: [VerdictTableTest] first, it says it all.
package io.cgrant.policy;
