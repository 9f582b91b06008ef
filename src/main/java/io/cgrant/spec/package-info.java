// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Reads a WritableCgroupPolicy: its spec becomes a policy that can decide, or every problem with
/// its path.
package io.cgrant.spec;
