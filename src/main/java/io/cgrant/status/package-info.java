// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Writes the `status` of policies: whether one is in force, and which of its exceptions are used.
///
/// Nothing is decided by it, and no decision waits for it.
package io.cgrant.status;
